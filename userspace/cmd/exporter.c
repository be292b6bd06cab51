// SPDX-License-Identifier: GPL-2.0-only
/*
 * `swapra exporter`: attach, give up privileges, then answer scrapes until a signal. What
 * is answered is made in exporter/collector.c, who is answered is settled in
 * exporter/server.c.
 */
#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <event2/event.h>

#include "../cgroups.h"
#include "../error.h"
#include "../exporter/collector.h"
#include "../exporter/confine.h"
#include "../exporter/listen.h"
#include "../exporter/notify.h"
#include "../exporter/server.h"
#include "../kernel.h"
#include "../session.h"
#include "../tracing.h"
#include "cmd.h"
#include "exporter_events.h"
#include "exporter_options.h"
#include "ready.h"

/* An answer that is not taken by then is cut short. */
#define STOP_SECONDS 5

/* Descriptors for everything but connections: BPF objects above all. */
#define OTHER_FILES 512

struct exporter {
	const struct exporter_settings *settings;
	struct exporter_selection selection; /* at the start */
	struct user user;
	struct listeners listeners;
	struct event_base *base;
	struct exporter_handlers handlers;
	struct exporter_events events;
	struct session *session;
	struct cgroups *cgroups;
	struct collector *collector;
	struct server_options server_options;
	struct server_handler server_handler;
	struct server *server;
	bool is_stopping;
	int err; /* that ended the loop */
};

static void end_loop(void *context)
{
	struct exporter *exporter = context;

	event_base_loopbreak(exporter->base);
}

/* The first time in good order and in bounded time, the second time at once. */
static void on_stop(void *context)
{
	struct exporter *exporter = context;
	struct timeval limit = { .tv_sec = STOP_SECONDS };

	if (exporter->is_stopping) {
		end_loop(exporter);
		return;
	}
	exporter->is_stopping = true;
	notify__stopping();
	event_base_loopexit(exporter->base, &limit);
	server__finish(exporter->server, end_loop, exporter);
}

static struct collector_options collector_options(const struct exporter_settings *settings,
						  const struct exporter_selection *selection)
{
	return (struct collector_options){
		.allow = (const char *const *)selection->allow,
		.nr_allow = selection->nr_allow,
		.deny = (const char *const *)selection->deny,
		.nr_deny = selection->nr_deny,
		.depth = selection->depth,
		.max_cgroups = selection->max_cgroups,
		.max_histograms = selection->max_histograms,
		.sample = settings->trace.sample,
	};
}

static int reload(struct exporter *exporter)
{
	const struct exporter_settings *settings = exporter->settings;
	struct exporter_selection selection;
	struct collector_options options;
	int err = exporter_selection__load(&selection, &settings->selection, settings->options_file);

	if (!err) {
		options = collector_options(settings, &selection);
		err = collector__reload(exporter->collector, &options);
		if (err)
			fail(-err, "options", NULL, "apply");
	}
	exporter_selection__release(&selection);
	return err;
}

static int announce(const struct exporter *exporter)
{
	char status[64];

	snprintf(status, sizeof(status), "Counting by %s",
		 backend__name(session__backend(exporter->session)));
	return notify__ready(status);
}

/* A wrong file leaves everything as it was. */
static void on_reload(void *context)
{
	struct exporter *exporter = context;
	int err;

	notify__reloading();
	confine__raise();
	err = reload(exporter);
	confine__lower();
	if (err) {
		hint("the options that were in use stay so");
		collector__reload_failed(exporter->collector);
	}
	announce(exporter);
}

/* A device whose faults are not seen would be a silent gap: better to end, and be started again. */
static void on_swap(void *context)
{
	struct exporter *exporter = context;
	int err = confine__raise();

	if (!err)
		err = session__follow_swap(exporter->session);
	confine__lower();
	if (!err)
		return;
	exporter->err = err;
	end_loop(exporter);
}

static void on_modules(void *context)
{
	struct exporter *exporter = context;

	confine__raise();
	session__follow_modules(exporter->session);
	confine__lower();
}

/* Names of cgroups need CAP_DAC_READ_SEARCH. */
static int scrape(void *context, enum exposition_format format, struct evbuffer *out)
{
	struct exporter *exporter = context;
	int err = confine__raise();

	if (!err)
		err = collector__scrape(exporter->collector, format, out);
	confine__lower();
	return err;
}

static int open_listeners(struct exporter *exporter)
{
	const struct exporter_settings *settings = exporter->settings;
	int err = listeners__inherit(&exporter->listeners);

	for (size_t i = 0; i < settings->nr_addresses && !err; i++)
		err = listeners__open(&exporter->listeners, settings->addresses[i]);
	if (!err && !exporter->listeners.nr)
		err = listeners__open(&exporter->listeners, EXPORTER_DEFAULT_ADDRESS);
	if (!err && settings->user)
		err = listeners__give(&exporter->listeners, exporter->user.uid, exporter->user.gid);
	return err;
}

static int open_loop(struct exporter *exporter)
{
	exporter->handlers = (struct exporter_handlers){
		.stop = on_stop,
		.reload = on_reload,
		.swap = on_swap,
		.modules = on_modules,
		.context = exporter,
	};
	exporter->base = event_base_new();
	if (!exporter->base)
		return fail(ENOMEM, "event loop", NULL, "start");
	return exporter_events__open(&exporter->events, exporter->base, &exporter->handlers);
}

/* The kernel module is never held: what policies decide is read from its status file. */
static int open_session(struct exporter *exporter, const struct kernel *kernel,
			enum backend backend)
{
	const struct exporter_settings *settings = exporter->settings;
	struct session_options options = {
		.backend = backend,
		.no_usefulness = settings->trace.no_usefulness,
		.track_bytes = settings->trace.track_bytes,
		.iaa = settings->iaa,
		.sample = settings->trace.sample,
	};

	exporter->cgroups = cgroups__open();
	if (!exporter->cgroups)
		return -errno;
	exporter->session = session__open(kernel, &options);
	return exporter->session ? 0 : -errno;
}

static int open_collector(struct exporter *exporter)
{
	struct collector_options options = collector_options(exporter->settings,
							     &exporter->selection);

	exporter->collector = collector__open(exporter->session, exporter->cgroups, &options);
	return exporter->collector ? 0 : -errno;
}

static int allow_files(uint64_t connections)
{
	rlim_t need = connections + OTHER_FILES;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return fail(errno, "limit of open files", NULL, "read");
	if (limit.rlim_cur >= need)
		return 0;
	if (limit.rlim_max < need) {
		complain("option '--web.max-connections': needs %ju open files, and the limit is %ju",
			 (uintmax_t)need, (uintmax_t)limit.rlim_max);
		hint("a lower number, or LimitNOFILE= of the service");
		return -EMFILE;
	}
	limit.rlim_cur = need;
	return setrlimit(RLIMIT_NOFILE, &limit) ? fail(errno, "limit of open files", NULL, "raise") : 0;
}

static int open_server(struct exporter *exporter)
{
	const struct exporter_settings *settings = exporter->settings;
	int err = allow_files(settings->max_connections);

	if (err)
		return err;
	exporter->server_options = (struct server_options){
		.telemetry_path = settings->telemetry_path,
		.max_connections = settings->max_connections,
		.limits = server_limits,
	};
	exporter->server_handler = (struct server_handler){ .scrape = scrape, .context = exporter };
	exporter->server = server__open(exporter->base, &exporter->server_options,
					&exporter->server_handler);
	err = exporter->server ? 0 : -errno;
	for (size_t i = 0; i < exporter->listeners.nr && !err; i++) {
		err = server__listen(exporter->server, exporter->listeners.rows[i].fd);
		exporter->listeners.rows[i].fd = -1;
	}
	return err;
}

/*
 * Names of cgroups, and of some kernels and of IAA's driver, what has to be attached later:
 * kprobes need CAP_SYS_ADMIN for that where perf_event_paranoid is 3, as Debian sets it.
 */
static int confine(const struct exporter *exporter, const struct kernel *kernel)
{
	uint64_t kept = CAPABILITY(CAP_DAC_READ_SEARCH);

	if (exporter->settings->iaa || kernel__sync_unbracketed(kernel)) {
		kept |= CAPABILITY(CAP_BPF) | CAPABILITY(CAP_PERFMON);
		if (session__backend(exporter->session) == BACKEND_KPROBE)
			kept |= CAPABILITY(CAP_SYS_ADMIN);
	}
	return confine__enter(exporter->settings->user ? &exporter->user : NULL, kept);
}

static int serve(struct exporter *exporter)
{
	const struct trace_settings *settings = &exporter->settings->trace;
	int err = ready__announce(settings->ready_file, settings->ready_fd);

	if (!err)
		err = announce(exporter);
	if (!err && event_base_dispatch(exporter->base) < 0)
		err = fail(EIO, "event loop", NULL, "run");
	if (settings->ready_file)
		unlink(settings->ready_file);
	return err ? err : exporter->err;
}

static int attach_and_serve(struct exporter *exporter, const struct kernel *kernel,
			    enum backend backend)
{
	int err = open_loop(exporter);

	if (!err)
		err = open_session(exporter, kernel, backend);
	if (!err)
		err = open_collector(exporter);
	if (!err)
		err = exporter_events__watch(&exporter->events, exporter->base, exporter->session);
	if (!err)
		err = open_server(exporter);
	if (!err)
		err = confine(exporter, kernel);
	return err ? err : serve(exporter);
}

static void release(struct exporter *exporter)
{
	server__close(exporter->server);
	exporter_events__release(&exporter->events);
	collector__close(exporter->collector);
	session__close(exporter->session);
	cgroups__close(exporter->cgroups);
	if (exporter->base)
		event_base_free(exporter->base);
	listeners__release(&exporter->listeners);
	exporter_selection__release(&exporter->selection);
}

/* What needs no kernel to be found wrong comes first. */
static int prepare(struct exporter *exporter)
{
	const struct exporter_settings *settings = exporter->settings;
	int err = ready__clear(settings->trace.ready_file);

	if (!err && settings->user)
		err = user__find(&exporter->user, settings->user);
	if (!err)
		err = exporter_selection__load(&exporter->selection, &settings->selection,
					       settings->options_file);
	return err ? err : open_listeners(exporter);
}

static int export(const struct exporter_settings *settings)
{
	struct exporter exporter = { .settings = settings, .events.swap_epoll = -1 };
	enum backend backend = settings->trace.backend;
	struct kernel kernel;
	int err = prepare(&exporter);

	if (!err) {
		kernel__probe(&kernel);
		err = tracing__require(&kernel, &backend);
		if (!err)
			err = attach_and_serve(&exporter, &kernel, backend);
		kernel__release(&kernel);
	}
	release(&exporter);
	return err;
}

static int exit_code(int err)
{
	if (err == -ENOTSUP)
		return EXIT_UNSUPPORTED;
	return err ? EXIT_FAILED : EXIT_DONE;
}

static int run(int argc, char **argv)
{
	struct exporter_settings settings;
	int err = exporter_settings__parse(&settings, argc, argv), code;

	if (err == OPTIONS_HELP)
		code = EXIT_DONE;
	else if (err == -EINVAL)
		code = EXIT_USAGE;
	else if (err)
		code = exit_code(fail(-err, "options", NULL, "parse"));
	else
		code = exit_code(export(&settings));
	exporter_settings__release(&settings);
	return code;
}

const struct command cmd_exporter = {
	.name = "exporter",
	.summary = "serve the counters to Prometheus, cgroup by cgroup",
	.run = run,
};
