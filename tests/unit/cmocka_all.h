/* SPDX-License-Identifier: GPL-2.0-only */
/* cmocka with the headers that it wants included before it, in its order. */
#ifndef SWAPRA_CMOCKA_ALL_H
#define SWAPRA_CMOCKA_ALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
