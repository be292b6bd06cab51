/* SPDX-License-Identifier: GPL-2.0-only */
/* Label values that others chose, made safe for an exposition. Pure. */
#ifndef SWAPRA_EXPORTER_LABELS_H
#define SWAPRA_EXPORTER_LABELS_H

/* Bytes of a value beyond which only its end is told: that is what tells cgroups apart. */
#define LABEL_MAX 1024

/*
 * `name="value"`, the value in valid UTF-8 and escaped. Returns allocated memory, or NULL
 * with errno ENOMEM.
 */
char *label__text(const char *name, const char *value);

#endif
