/* SPDX-License-Identifier: GPL-2.0-only */
/* First include of every file of the module. */
#ifndef KMOD_SWAPRA_H
#define KMOD_SWAPRA_H

#ifndef pr_fmt
#define pr_fmt(fmt) "swapra: " fmt
#endif

/*
 * The first two are not needed everywhere. But where some files see a struct whole
 * that others only see declared, pahole finds the module's types to differ from the
 * kernel's and describes them anew: hundreds of types, among them a struct cgroup
 * that no BPF helper accepts. tests/policies/spread.bpf.c does not load then.
 */
#include <linux/blkdev.h>
#include <linux/bpf.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/types.h>

#include "swapra_fault.h"

#endif
