/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Types of iaa_crypto.ko that the BPF code reads, reduced to the fields it reads. CO-RE finds
 * them in the module's BTF, so the module must be loaded first. Bit fields are left out:
 * descriptors are read raw (kernel and compiler place those of <linux/idxd.h> alike, but
 * relocated reads of them gave wrong values without any error).
 */
#ifndef SWAPRA_IAA_TYPES_H
#define SWAPRA_IAA_TYPES_H

#include "swapra_vmlinux.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

/* Only its kernel value is used. */
enum idxd_type {
	IDXD_TYPE_IAX = 1,
};

struct idxd_driver_data {
	enum idxd_type type;
};

struct idxd_device {
	struct idxd_driver_data *data;
	int id;
};

struct idxd_wq {
	struct idxd_device *idxd;
	int id;
};

struct crypto_ctx {
	void *req;
};

struct iax_hw_desc;
struct iax_completion_record;

struct idxd_desc {
	struct iax_hw_desc *iax_hw;
	struct iax_completion_record *iax_completion;
	struct crypto_ctx crypto;
};

#pragma clang attribute pop

/* The hardware's own layout of a descriptor, as far as it is read, and of its completion record. */
struct iaa_descriptor {
	__u8 not_read[7];
	__u8 opcode;
	__u64 completion, src1, dst;
	__u32 src1_bytes;
	__u16 interrupt;
	__u16 operation_flags;
};

struct iaa_completion {
	__u8 status;
	__u8 error;
	__u8 not_read[22];
	__u32 output_bytes;
};

#endif /* SWAPRA_IAA_TYPES_H */
