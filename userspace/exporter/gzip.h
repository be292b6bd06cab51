/* SPDX-License-Identifier: GPL-2.0-only */
/* Compressing an answer. */
#ifndef SWAPRA_EXPORTER_GZIP_H
#define SWAPRA_EXPORTER_GZIP_H

struct evbuffer;

/*
 * Move everything from plain to packed, in gzip's format. What is read is freed at
 * once, so that both are never held whole. Returns 0 or -ENOMEM, with plain in an unknown state.
 */
int gzip__move(struct evbuffer *packed, struct evbuffer *plain);

#endif
