/* SPDX-License-Identifier: GPL-2.0-only */
/* First include of every file of the module. */
#ifndef KMOD_SWAPRA_H
#define KMOD_SWAPRA_H

#ifndef pr_fmt
#define pr_fmt(fmt) "swapra: " fmt
#endif

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/types.h>

#include "swapra_fault.h"

#endif
