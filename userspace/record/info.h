/* SPDX-License-Identifier: GPL-2.0-only */
/* What a record says about itself, by key and value. */
#ifndef SWAPRA_RECORD_INFO_H
#define SWAPRA_RECORD_INFO_H

#include <stdbool.h>
#include <stdint.h>

enum record_text {
	RECORD_TEXT_SWAPRA,
	RECORD_TEXT_KERNEL,
	RECORD_TEXT_BACKEND,
	RECORD_TEXT_MOUNT,
	NR_RECORD_TEXTS,
};

/* Texts are NULL until record_info__complete(). */
struct record_info {
	const char *swapra;  /* version of the writer */
	const char *kernel;  /* release */
	const char *backend;
	const char *mount;   /* of cgroup2 */
	uint64_t sample;
	uint64_t interval_ns; /* of the reports that were printed; 0: none */
	bool events;
	bool outcomes; /* beside the events */
	bool verdicts; /* events and use tell what policies decided */
	bool iaa;      /* snapshots tell what IAA did */
	char *texts[NR_RECORD_TEXTS]; /* what the first ones point to */
};

/* Keys that are not known are from another version. Returns 0, -EBADMSG or -ENOMEM. */
int record_info__take(struct record_info *info, const char *key, const char *value);

/* Of what was not said, say so. */
void record_info__complete(struct record_info *info);
void record_info__release(struct record_info *info);

#endif
