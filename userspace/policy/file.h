/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading a file whole. */
#ifndef SWAPRA_POLICY_FILE_H
#define SWAPRA_POLICY_FILE_H

#include <stddef.h>

/* Returns allocated memory, or NULL with errno: EFBIG for what is no policy's object. */
void *policy_file__read(const char *path, size_t *size);

#endif
