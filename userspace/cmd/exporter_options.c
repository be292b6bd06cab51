// SPDX-License-Identifier: GPL-2.0-only
/* The option rows of `swapra exporter` and its help; see exporter_options.h. */
#include "exporter_options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../error.h"
#include "../exporter/listen_address.h"
#include "../exporter/pages.h"
#include "exporter_selection.h"

#define DEFAULT_CONNECTIONS 64
#define MAX_TELEMETRY_PATH 255
#define MAX_ADDRESSES 16

static bool has_address(const struct exporter_settings *exporter, const char *address)
{
	for (size_t i = 0; i < exporter->nr_addresses; i++)
		if (!strcmp(exporter->addresses[i], address))
			return true;
	return false;
}

static int set_address(void *settings, const struct option_row *row, const char *value)
{
	struct exporter_settings *exporter = settings;
	const char **more = reallocarray(exporter->addresses, exporter->nr_addresses + 1,
					 sizeof(*more));
	struct listen_address address;
	const char *wrong;

	if (!more)
		return -ENOMEM;
	exporter->addresses = more;
	wrong = listen_address__parse(&address, value);
	if (!wrong && exporter->nr_addresses == MAX_ADDRESSES)
		wrong = "there are 16 already";
	if (!wrong && has_address(exporter, value))
		wrong = "is given twice";
	if (wrong) {
		complain("option '--%s': '%s': %s", row->name, value, wrong);
		return -EINVAL;
	}
	more[exporter->nr_addresses++] = value;
	return 0;
}

/* Only what means itself in a URL and in HTML. */
static bool is_plain_path(const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";

	return path[0] == '/' && path[1] != '/' && !path[strspn(path, plain)] &&
	       strlen(path) <= MAX_TELEMETRY_PATH;
}

static int set_telemetry_path(void *settings, const struct option_row *row, const char *value)
{
	struct exporter_settings *exporter = settings;

	if (!is_plain_path(value)) {
		complain("option '--%s': '%s' is not a slash and at most 254 letters, digits or -._~/",
			 row->name, value);
		return -EINVAL;
	}
	if (!strcmp(value, HEALTHY_PATH)) {
		complain("option '--%s': '%s' is the path of the health check", row->name, value);
		return -EINVAL;
	}
	exporter->telemetry_path = value;
	return 0;
}

static int set_connections(void *settings, const struct option_row *row, const char *value)
{
	struct exporter_settings *exporter = settings;

	return option__number(row, value, SERVER_MIN_CONNECTIONS, SERVER_MAX_CONNECTIONS,
			      &exporter->max_connections);
}

static int set_selection(void *settings, const struct option_row *row, const char *value)
{
	struct exporter_settings *exporter = settings;

	return exporter_selection__set(&exporter->selection, row->name, value);
}

static int set_iaa(void *settings, const struct option_row *row, const char *value)
{
	(void)row;
	(void)value;
	((struct exporter_settings *)settings)->iaa = true;
	return 0;
}

static int set_name(const char **name, const struct option_row *row, const char *value)
{
	if (!*value) {
		complain("option '--%s': the name is empty", row->name);
		return -EINVAL;
	}
	*name = value;
	return 0;
}

static int set_user(void *settings, const struct option_row *row, const char *value)
{
	return set_name(&((struct exporter_settings *)settings)->user, row, value);
}

static int set_options_file(void *settings, const struct option_row *row, const char *value)
{
	return set_name(&((struct exporter_settings *)settings)->options_file, row, value);
}

/* Rows without a setter are those of `swapra trace`, with this help where there is one. */
static const struct option_row own_rows[] = {
	{ 0, "web.listen-address", "ADDR",
	  "HOST:PORT, [IPV6]:PORT, :PORT (all addresses) or\n"
	  "unix:/PATH; hosts in numbers, or localhost; may be\n"
	  "repeated. Default: :9719, unless systemd hands sockets\n"
	  "over. Example: --web.listen-address 127.0.0.1:9719", set_address },
	{ 0, "web.telemetry-path", "PATH", "where the metrics are. Default: /metrics", set_telemetry_path },
	{ 0, "web.max-connections", "N",
	  "at once, 2 to 4096; beyond that the oldest idle one is\n"
	  "closed. Default: 64", set_connections },
	{ 0, "cgroup.allow", "GLOB",
	  "series of their own only for cgroups whose path fits, as\n"
	  "/system.slice/*; may be repeated. Default: all", set_selection },
	{ 0, "cgroup.deny", "GLOB", "none for those that fit; may be repeated", set_selection },
	{ 0, "cgroup.depth", "N",
	  "levels below the root that are told apart, 1 to 64.\n"
	  "Default: all", set_selection },
	{ 0, "max-cgroups", "N",
	  "with series of their own, 0 to 100000; the others are\n"
	  "counted together. Default: 1000", set_selection },
	{ 0, "max-histograms", "N",
	  "of these, with histograms of their own, 0 to 100000.\n"
	  "Default: 100", set_selection },
	{ 0, "options-file", "FILE",
	  "read the five options above from FILE as well, a line\n"
	  "each as \"cgroup.deny = GLOB\", now and on SIGHUP", set_options_file },
	{ .name = "backend" },
	{ .name = "sample", .help = "time one batch in N, a power of two, 1 to 4096.\n"
	  "Counts are never sampled. Default: 8" },
	{ .name = "track-memory" },
	{ 0, "iaa", NULL,
	  "also what Intel IAA does; its driver cannot be unloaded\n"
	  "as long as this runs", set_iaa },
	{ 0, "user", "NAME",
	  "run as this user once everything is attached: a name of\n"
	  "/etc/passwd, or UID:GID. Capabilities that are not needed\n"
	  "any more are dropped in any case", set_user },
	{ .name = "ready-file", .help = "create FILE with the process id once scrapes are answered,\n"
	  "remove it at the end" },
	{ .name = "ready-fd" },
};

#define NR_ROWS (sizeof(own_rows) / sizeof(own_rows[0]))

static void print_more(FILE *out)
{
	fputs("\nCounting goes on in the kernel; nothing is done between scrapes. A removed cgroup's\n"
	      "counts move to cgroup=\"(removed)\", so that no total ever goes backwards.\n"
	      "\nPages: the metrics; / with links; /-/healthy.\n"
	      "Signals: SIGTERM and SIGINT end it, SIGHUP reads the options file again.\n"
	      "\nExamples:\n"
	      "  swapra exporter                       metrics on port 9719 of all addresses\n"
	      "  swapra exporter --web.listen-address 127.0.0.1:9719 --user nobody\n"
	      "  swapra exporter --cgroup.allow '/system.slice/*' --cgroup.depth 2\n"
	      "  curl -s localhost:9719/metrics | grep swapra_\n"
	      "\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 the kernel lacks what is needed.\n",
	      out);
}

int exporter_settings__parse(struct exporter_settings *settings, int argc, char **argv)
{
	struct option_row rows[NR_ROWS];
	const struct usage usage = {
		.command = "exporter",
		.about = "Serves what swap-in readahead does, cgroup by cgroup, to Prometheus.\n"
			 TRACE_NEEDS,
		.rows = rows,
		.nr_rows = NR_ROWS,
		.more = print_more,
	};

	trace_options__fill(rows, own_rows, NR_ROWS);
	*settings = (struct exporter_settings){
		.trace = {
			.backend = BACKEND_AUTO,
			.sample = TRACE_DEFAULT_SAMPLE,
			.ready_fd = -1,
		},
		.telemetry_path = "/metrics",
		.max_connections = DEFAULT_CONNECTIONS,
		.selection.max_cgroups = COLLECTOR_MAX_CGROUPS,
		.selection.max_histograms = COLLECTOR_MAX_HISTOGRAMS,
	};
	return options__parse(&usage, argc, argv, settings);
}

void exporter_settings__release(struct exporter_settings *settings)
{
	trace_settings__release(&settings->trace);
	exporter_selection__release(&settings->selection);
	free(settings->addresses);
}
