/* SPDX-License-Identifier: GPL-2.0-only */
/* Durations and times as people write and read them. */
#ifndef SWAPRA_DURATION_H
#define SWAPRA_DURATION_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#define NSEC_PER_SEC 1000000000ULL

/* Enough for any text written here. */
#define DURATION_TEXT 16
#define TIME_TEXT 40

/*
 * Seconds, with or without a decimal fraction ("5", "0.25"), as nanoseconds.
 * No sign, exponent or unit. Returns 0, -EINVAL for anything else, or -ERANGE
 * for what no uint64_t holds.
 */
int duration__parse(const char *text, uint64_t *ns);

/* Three digits, at most six characters below 1000 s: 87ns, 1.23us, 45.6ms, 12.0s, 1234s. */
void duration__format(char text[DURATION_TEXT], uint64_t ns);

/* 2026-01-31T12:00:00.123456Z */
void time__format_utc(char text[TIME_TEXT], const struct timespec *time);

/* 12:00:00.123456, local time, microseconds cut off when digits is 0. */
void time__format_clock(char text[TIME_TEXT], const struct timespec *time, int digits);

#endif
