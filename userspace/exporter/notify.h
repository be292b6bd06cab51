/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Telling systemd how far this service is: the protocol of sd_notify(3), which is one
 * datagram. Its library does not link statically. Without systemd nothing happens.
 */
#ifndef SWAPRA_EXPORTER_NOTIFY_H
#define SWAPRA_EXPORTER_NOTIFY_H

/* Each returns 0 or -errno, printed. */
int notify__ready(const char *status);
int notify__reloading(void);
int notify__stopping(void);

#endif
