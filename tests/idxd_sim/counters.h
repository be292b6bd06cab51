/* SPDX-License-Identifier: GPL-2.0-only */
/* What each work queue was asked to do and did: /proc/idxd_sim/counters. */
#ifndef IDXD_SIM_COUNTERS_H
#define IDXD_SIM_COUNTERS_H

#include <linux/types.h>

/* The driver's verification is a decompression without output. */
enum sim_op {
	SIM_COMPRESS,
	SIM_DECOMPRESS,
	SIM_VERIFY,
	SIM_OTHER,
	SIM_NR_OPS,
};

extern const char *const sim_op_names[SIM_NR_OPS];

/* submitted = the sum over status + pending + hung + abandoned */
struct sim_op_counters {
	u64 submitted;
	u64 refused; /* submit failures; not among `submitted` */
	u64 faulted; /* of both, those that a rule of /proc/idxd_sim/faults changed */
	u64 abandoned; /* freed by the driver before they were complete */
	u64 bytes_in; /* of what was submitted */
	u64 bytes_out; /* of what completed with success */
	u64 pending; /* neither complete nor hung */
	u64 hung; /* waits to be released */
	u64 status[256];
};

struct sim_counters {
	struct sim_op_counters op[SIM_NR_OPS];
};

struct seq_file;
int sim_counters_show(struct seq_file *m, void *unused);

#endif
