/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a snapshot knows of IAA, and arithmetic on it. Pure; iaa_session.c fills it in.
 */
#ifndef SWAPRA_IAA_COUNTS_H
#define SWAPRA_IAA_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../bpf/iaa.h"

struct iaa_counts {
	bool is_wanted;   /* somebody asked; else all of it is empty */
	bool is_attached; /* the driver is there, and what it does is counted */
	uint64_t since_ns; /* CLOCK_MONOTONIC: counted from then on; 0: never yet */
	struct swapra_iaa_queue *queues; /* sorted by device and queue, unique */
	size_t nr_queues;
	struct swapra_iaa_pages *pages;  /* sorted by cgroup, unique */
	size_t nr_pages;
	struct swapra_iaa_calls calls[SWAPRA_IAA_CALLS];
	struct swapra_iaa_losses losses;
};

void iaa__release(struct iaa_counts *counts);

/* Sort what was read row by row, and fold rows of one cgroup into one. */
void iaa__settle(struct iaa_counts *counts);

/* delta = newer - older; what is a state is newer's. Returns 0, or -ENOMEM after releasing delta. */
int iaa__delta(struct iaa_counts *delta, const struct iaa_counts *newer,
	       const struct iaa_counts *older);

/* into += from; in flight is added as well, of the most in flight the largest is kept. */
void iaa_queue__add(struct swapra_iaa_queue *into, const struct swapra_iaa_queue *from);
void iaa_queues__sum(struct swapra_iaa_queue *sum, const struct iaa_counts *counts);

/* By device and queue. */
int iaa_queue__compare(const struct swapra_iaa_queue *a, const struct swapra_iaa_queue *b);

bool iaa_queue__is_idle(const struct swapra_iaa_queue *queue);

void iaa_pages__add(struct swapra_iaa_pages *into, const struct swapra_iaa_pages *from);

uint64_t iaa_pages__sum(const struct swapra_iaa_pages *pages);

/* Those of one cgroup; zeros if there are none. */
struct swapra_iaa_pages iaa__pages(const struct iaa_counts *counts, uint64_t cgroup);

/* Completed without success, of one kind. */
uint64_t iaa_counts__errors(const struct swapra_iaa_counts *counts);

/* As in JSON, and as `swapra trace` names a work queue: "iax1/wq1.0". */
const char *iaa_operation__name(unsigned operation);
const char *iaa_call__name(unsigned call);
#define IAA_QUEUE_NAME 48
void iaa_queue__name(char name[IAA_QUEUE_NAME], const struct swapra_iaa_queue *queue);

/* What a completion status means; NULL where this build does not know. */
const char *iaa_status__meaning(unsigned status);

#endif
