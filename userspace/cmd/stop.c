// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals turned into a descriptor; see stop.h. Not a signalfd: that needs the
 * signals blocked, and a tool stuck in a write to a stalled pipe could then not
 * be interrupted at all.
 */
#include "stop.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };

#define NR_STOP_SIGNALS (sizeof(stop_signals) / sizeof(stop_signals[0]))

static int stop_fd = -1;
static struct sigaction pipe_action; /* as it was found */

static void on_signal(int number);

/* What nohup had ignored stays so. */
static void give_back(int number)
{
	struct sigaction action;

	if (!sigaction(number, NULL, &action) && action.sa_handler == on_signal)
		signal(number, SIG_DFL);
}

static void on_signal(int number)
{
	const uint64_t one = 1;
	int saved = errno;

	(void)number;
	for (size_t i = 0; i < NR_STOP_SIGNALS; i++)
		give_back(stop_signals[i]);
	if (write(stop_fd, &one, sizeof(one)) < 0) {
		/* An eventfd takes any number of ones: there is nothing to fail, nor to do. */
	}
	errno = saved;
}

static int install_one(int number)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	struct sigaction old;

	if (sigaction(number, NULL, &old))
		return -errno;
	if (number == SIGHUP && old.sa_handler == SIG_IGN)
		return 0;
	return sigaction(number, &action, NULL) ? -errno : 0;
}

int stop__install(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	int err = 0;

	stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (stop_fd < 0 || sigaction(SIGPIPE, &ignore, &pipe_action))
		return -errno;
	for (size_t i = 0; i < NR_STOP_SIGNALS && !err; i++)
		err = install_one(stop_signals[i]);
	return err ? err : stop_fd;
}

void stop__by_broken_pipe(void)
{
	sigaction(SIGPIPE, &pipe_action, NULL);
	raise(SIGPIPE);
}
