/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of a session that follows IAA: a BPF object of its own, since it can only be
 * loaded while iaa_crypto.ko is. It waits for the driver, attaches when it comes, and lets
 * go when it is gone. Only the session uses this.
 */
#ifndef SWAPRA_IAA_SESSION_H
#define SWAPRA_IAA_SESSION_H

#include "kernel.h"
#include "session.h"

struct iaa_session;

/* Attaches at once if the driver is there. NULL, printed, with errno set on failure. */
struct iaa_session *iaa_session__open(const struct kernel *kernel, enum backend backend);
void iaa_session__close(struct iaa_session *session);

/* fd that polls readable when a module came or went: then call iaa_session__follow(). */
int iaa_session__fd(const struct iaa_session *session);

/*
 * Attach to a driver that came, detach from one that went. A failure is printed, once a
 * driver, and leaves IAA uncounted: that is no reason to end the trace.
 */
void iaa_session__follow(struct iaa_session *session);

/* Fill in the snapshot's part. Returns 0 or -errno. */
int iaa_session__read(const struct iaa_session *session, struct snapshot *snap);

/* Its part of session__leave(). */
int iaa_session__leave(struct iaa_session *session, struct swapra_leaving *list, size_t nr);

/* Of its programs. */
size_t iaa_session__nr_programs(const struct iaa_session *session);
int iaa_session__misses(const struct iaa_session *session, struct probe_misses *misses);

#endif
