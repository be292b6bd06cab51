/* SPDX-License-Identifier: GPL-2.0-only */
/* What a client says it can read: the headers Accept and Accept-Encoding. Pure. */
#ifndef SWAPRA_EXPORTER_NEGOTIATE_H
#define SWAPRA_EXPORTER_NEGOTIATE_H

#include <stdbool.h>

#include "exposition.h"

/* The Content-Type to answer with. */
const char *exposition__content_type(enum exposition_format format);

/* The format it likes best; text for who does not say, or likes neither. NULL: no header. */
enum exposition_format negotiate__format(const char *accept);

/* It reads gzip, and likes it no less than what is not compressed. NULL: no header. */
bool negotiate__gzip(const char *accept_encoding);

#endif
