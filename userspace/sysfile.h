/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading /proc and /sys below a root, so that every probe also runs on a
 * recorded tree. The root of the running system is "".
 */
#ifndef SWAPRA_SYSFILE_H
#define SWAPRA_SYSFILE_H

#include <stddef.h>
#include <stdio.h>

/* root + path into a buffer of PATH_MAX bytes. */
void sysfile__path(char *buf, const char *root, const char *path);

/*
 * Read a small file, terminate it and cut white space off its end. Returns the
 * length or -errno; on error buf is the empty string.
 */
int sysfile__read(const char *root, const char *path, char *buf, size_t len);

/* Read a decimal number, or the words Y/N and true/false. 0 or -errno. */
int sysfile__read_number(const char *root, const char *path, long *value);

/* 0 when the path exists, else -errno. */
int sysfile__exists(const char *root, const char *path);

/* fopen() for reading; NULL with errno set. */
FILE *sysfile__open(const char *root, const char *path);

#endif
