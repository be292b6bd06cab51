/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tracing session: the only owner of BPF objects. Open chooses programs by
 * what the kernel offers, attach starts the counting, read takes snapshots,
 * close takes everything down again.
 */
#ifndef SWAPRA_SESSION_H
#define SWAPRA_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel.h"
#include "snapshot.h"

enum backend {
	BACKEND_AUTO = 0,   /* the one that is exact on this kernel */
	BACKEND_KPROBE = 1,
	BACKEND_FENTRY = 2,
};

struct session_options {
	enum backend backend;      /* one that tracing__require() settled, not AUTO */
	bool events;               /* send one record a batch */
	bool no_usefulness;        /* do not follow prefetched pages: cheaper */
	bool outcomes;             /* and one for the outcome of each prefetched page */
	bool verdicts;             /* tell use apart by policy; holds the module while the session lasts */
	bool iaa;                  /* count what IAA does; holds its driver while the session lasts */
	uint64_t track_bytes;      /* for the table of prefetched pages; 0 = as swap needs */
	uint32_t events_bytes;     /* ring buffer size; 0 = default (4 MiB) */
	uint32_t sample;           /* time one batch in so many, a power of two; 0 = every one */
	uint32_t max_cgroups;      /* rows of the cgroup map; 0 = default (16384) */
	uint64_t events_cgroup;    /* only records of this cgroup and below; 0 = all */
	uint32_t events_cgroup_level; /* depth of events_cgroup below the root (root = 0) */
};

struct session;

/* A record of the ring buffer: one of them is set. */
struct session_record {
	const struct swapra_event *event;
	const struct swapra_outcome_event *outcome;
};

typedef void (*session_event_fn)(const struct session_record *record, void *ctx);

/*
 * Load and attach. On failure prints error and hint and returns NULL with errno
 * set. The kernel record is not kept.
 */
struct session *session__open(const struct kernel *kernel,
			      const struct session_options *options);

/* Detach everything and free. Accepts NULL. */
void session__close(struct session *session);

/* The backend in use: BACKEND_KPROBE or BACKEND_FENTRY, never AUTO. */
enum backend session__backend(const struct session *session);

/*
 * fd that polls POLLPRI when a swap device came or went: then call
 * session__follow_swap(), as session__open() did once. Some kernels need one
 * probe more while a synchronous device is in use. -1: the kernel has no swap.
 */
int session__swap_fd(const struct session *session);

/* Prints what failed; returns 0 or -errno. */
int session__follow_swap(struct session *session);

/*
 * fd that polls readable when a module came or went: then call session__follow_modules(),
 * which waits for IAA's driver. -1: IAA was not asked for.
 */
int session__modules_fd(const struct session *session);
void session__follow_modules(struct session *session);

/*
 * What policies have decided so far, as the kernel module counts it; session__read()
 * brings it as well. Returns 0 or -ENOMEM: without the module it is empty, and where
 * its state cannot be read, too, after saying so once.
 */
int session__read_verdicts(struct session *session, struct verdicts *verdicts);

/* Events and use tell what policies decided: the module was there when the session was opened. */
bool session__has_verdicts(const struct session *session);

/* Read all counters. Returns 0 or -errno; the caller resets snap. */
int session__read(struct session *session, struct snapshot *snap);

/*
 * The same for whom many cgroups are no reason to look at all of them each time: row() is
 * called for those that changed, or whose cgroup went, since the last call that returned 0
 * (in the first one for all), in no order; one may come twice, then the later one is right.
 * use() is called for all uses, by their place, which is the same until it was given back by
 * session__leave(); keys may come more than once. snap has neither.
 */
typedef void (*row_fn)(void *context, const struct swapra_row *row, bool is_gone);
typedef void (*use_fn)(void *context, size_t place, const struct swapra_use_row *row);

struct session_reader {
	row_fn row;
	use_fn use;
	void *context;
};

int session__read_changes(struct session *session, struct snapshot *snap,
			  const struct session_reader *reader);

/*
 * Give back rows of cgroups that are gone, at most SWAPRA_LEAVING_MAX; is_done tells which
 * were. Of rows that session__read_changes() reads only. Returns 0 or -errno.
 */
int session__leave(struct session *session, struct swapra_leaving *list, size_t nr);

/* What was read got lost: all rows count as changed once more. */
void session__read_all_again(struct session *session);

/* fd that polls readable when events wait; -1 when events are off. */
int session__events_fd(const struct session *session);

/* More records than a buffer of the default size holds. */
#define SESSION_EVENTS_HELD 65536U

/* Hand waiting events to fn, at most max. Returns their number or -errno. */
int session__drain_events(struct session *session, unsigned max, session_event_fn fn, void *ctx);

const char *backend__name(enum backend backend);

#endif
