/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What this process is allowed to do: capabilities, lockdown, switches that an
 * administrator may have turned, and what bpf() answers when it is tried.
 */
#ifndef SWAPRA_PRIVILEGE_H
#define SWAPRA_PRIVILEGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel.h"

enum lockdown {
	LOCKDOWN_UNKNOWN,
	LOCKDOWN_NONE,
	LOCKDOWN_INTEGRITY,
	LOCKDOWN_CONFIDENTIALITY,
};

/* A switch that can be on, off or not readable. */
enum toggle { TOGGLE_UNKNOWN, TOGGLE_OFF, TOGGLE_ON };

struct privilege {
	bool capabilities_known;
	uint64_t capabilities;    /* effective set, one bit each */
	bool in_user_namespace;   /* capabilities then mean nothing to bpf() */
	bool has_seccomp;         /* a filter may refuse bpf() by itself */
	enum lockdown lockdown;
	bool lockdown_at_least;   /* the state may be stricter than what is known */
	const char *lockdown_source;
	enum toggle unprivileged_bpf;
	enum toggle kprobes_armed;  /* off: kprobes attach, and never fire */
	enum toggle ftrace_enabled; /* off: every hook attaches, and never fires */
	/* What trying gave: 0 or a positive errno. */
	int map_error;
	int ringbuf_error;
	int kprobe_error;
	int fentry_error;
};

/* Read what /proc and /sys tell. */
void privilege__probe(struct privilege *privilege, const struct kernel *kernel,
		      const char *root);

/* Create maps and load programs that do nothing, and take them down again. */
void privilege__try_bpf(struct privilege *privilege, const struct kernel *kernel);

bool privilege__has(const struct privilege *privilege, int capability);

/*
 * Write the capabilities that tracing needs and this process lacks, as
 * "CAP_BPF and CAP_PERFMON". False when none is missing or nothing is known.
 */
bool privilege__missing(const struct privilege *privilege, char *buf, size_t len);

const char *lockdown__name(enum lockdown lockdown);

#endif
