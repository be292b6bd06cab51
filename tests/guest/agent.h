/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest's agent: PID 1 of a test guest. It runs cases one after another and
 * tells the host about them. This header is the map of its four parts.
 *
 * The host listens on three virtio-serial ports:
 *   swapra.ctl   records, one a line (below)
 *   swapra.out   what the cases print, one stream; records carry offsets in it
 *   swapra.data  files given back by cases, the same way
 *
 * Records:
 *   hello RELEASE SECONDS                 the guest is up; seconds since power on
 *   boot-splat TEXT                       the kernel complained before any case ran
 *   case-begin NAME OUT_OFFSET
 *   note NAME TEXT                        worth telling, not a verdict
 *   file NAME FILE OFFSET SIZE            given back, bytes of swapra.data
 *   case-end NAME STATUS SECONDS OUT_END EXIT REASON
 *   tick                                  still alive
 *   stop REASON                           this guest is not fit for further cases
 *   bye                                   all done, powering off
 */
#ifndef SWAPRA_AGENT_H
#define SWAPRA_AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NAME_SIZE 64
#define TEXT_SIZE 256
#define CASE_DIR "/run/case" /* work directory of the running case */
#define GIVE_DIR "/run/give" /* what it puts here is sent to the host */

/* Ordered: when a case went wrong in several ways the first one is its status. */
enum status {
	STATUS_SPLAT,    /* the kernel log shows a complaint */
	STATUS_TIMEOUT,
	STATUS_OUTPUT,   /* printed more than a case may */
	STATUS_FAIL,     /* exit status other than 0 and 77 */
	STATUS_LEFTOVER, /* left something behind: see reset.c */
	STATUS_SKIP,
	STATUS_PASS,
	NR_STATUS,
};

/* channel.c */
int channel_open(void);
void ctl(const char *format, ...) __attribute__((format(printf, 1, 2)));
void ctl_tick(void); /* send `tick` when nothing was sent for a while */
void ctl_set_tick(unsigned seconds); /* 0: never */
void out_write(const void *data, size_t size);
void out_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
uint64_t out_offset(void);
int data_send(const char *case_name, const char *path, const char *file);

/* klog.c: the kernel's log between a case's begin and its end */
struct klog_window {
	bool in_oom_report; /* an OOM kill prints a call trace that means no harm */
	unsigned nr_splat;
	unsigned nr_shown;
	char first[TEXT_SIZE]; /* first complaint */
};
int klog_open(void); /* returns a file descriptor to poll */
int klog_load_allowed(const char *path);
void klog_begin(struct klog_window *window);
void klog_read(struct klog_window *window);
void klog_line(struct klog_window *window, const char *text);

/* reset.c: give every case the same machine */
struct leftover {
	unsigned nr;
	char first[TEXT_SIZE];
};
void reset_remember(void);
void reset_state(struct leftover *left);
unsigned reset_kill_all(struct leftover *left); /* returns how many died */

/* run.c: STATUS_LEFTOVER if anything is left, whatever the record says */
enum status case_run(const char *name, unsigned limit_s);

/* util.c */
double now_s(void);
int read_text(const char *path, char *text, size_t size);
int write_text(const char *path, const char *text);
void dump_processes(void);
void each_entry(const char *dir, void (*visit)(const char *path, void *arg), void *arg);
void remove_tree(const char *path);

#endif
