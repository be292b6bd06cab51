// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tracer's programs: one object with both backends over the same logic.
 * The session loads only the programs of one of them, and of those only what
 * this kernel has.
 */
#include "batches.bpf.h"
#include "fentry.bpf.h"
#include "kprobe.bpf.h"
#include "rows.bpf.h"
#include "verdict.bpf.h"

char LICENSE[] SEC("license") = "GPL";
