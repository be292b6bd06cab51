/* SPDX-License-Identifier: GPL-2.0-only */
/* What an engine does with one descriptor, at once and without sleeping. */
#ifndef IDXD_SIM_OPERATION_H
#define IDXD_SIM_OPERATION_H

#include "sim.h"

/* Bits of compr_flags and decompr_flags, completion codes: the hardware's. */
#define COMPRESS_APPEND_EOB BIT(2)
#define DECOMPRESS_SUPPRESS_OUTPUT BIT(9)
#define STATUS_ANALYTICS_ERROR 0x0a
#define STATUS_OUTPUT_OVERFLOW 0x0b
#define STATUS_WATCHDOG 0x24
#define ERROR_OUTPUT_OVERFLOW 0x19
/* The hardware tells bad streams apart; the driver does not look, and so do we. */
#define ERROR_BAD_STREAM 0x0d

enum sim_op operation_kind(const struct iax_hw_desc *hw);
void operation_run(struct sim_device *device, const struct iax_hw_desc *hw,
		   struct iax_completion_record *result);
/* One bit of the output that was written becomes another. */
void operation_corrupt(struct sim_device *device, const struct iax_hw_desc *hw,
		       const struct iax_completion_record *result);

struct sim_buffers {
	const u8 *in;
	u32 in_bytes;
	u8 *out; /* NULL: only its CRC is wanted */
	u32 out_bytes; /* room */
};

/* Both set status, error code, output size and CRC. */
void encode(const struct sim_buffers *buffers, const struct aecs_comp_table_record *aecs,
	    bool append_end, struct iax_completion_record *result);
void decode(const struct sim_buffers *buffers, struct iax_completion_record *result);

int workspaces_init(void);
void workspaces_exit(void);

/* A CPU's own, with bottom halves off: neither may sleep in between. */
struct workspace {
	spinlock_t lock;
	void *inflate;
	u32 *heads; /* encode.c */
	u8 *scratch; /* one page */
};

#define WORKSPACE_HEADS 4096
struct workspace *workspace_get(void);
void workspace_put(struct workspace *workspace);

#endif
