/* SPDX-License-Identifier: GPL-2.0-only */
/* Failures on demand: /proc/idxd_sim/faults. */
#ifndef IDXD_SIM_FAULTS_H
#define IDXD_SIM_FAULTS_H

#include "counters.h"

enum fault_kind {
	FAULT_NONE,
	FAULT_ERROR, /* completes with `status` and `code` */
	FAULT_OVERFLOW, /* as if the output had not fitted */
	FAULT_WATCHDOG, /* late, and with the watchdog's status */
	FAULT_DELAY, /* late */
	FAULT_HANG, /* not before it is released */
	FAULT_SUBMIT, /* is not taken */
	FAULT_CORRUPT, /* completes with success and a wrong byte */
	FAULT_NR_KINDS,
};

struct fault {
	enum fault_kind kind;
	u8 status;
	u8 code;
	u64 delay_ns;
};

/* Once an operation, for it counts them; with interrupts off. */
struct fault fault_next(enum sim_op op);

struct proc_dir_entry;
int faults_init(struct proc_dir_entry *directory);

#endif
