// SPDX-License-Identifier: GPL-2.0-only
/* The tracing session; see session.h. */
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "error.h"
#include "iaa_session.h"
#include "leaving.h"
#include "libbpf_log.h"
#include "programs.h"
#include "rows.h"
#include "swap_device.h"
#include "swapra.skel.h"
#include "use_tables.h"

#define DEFAULT_EVENTS_BYTES (4U << 20)
#define DEFAULT_MAX_CGROUPS 16384U
#define MAX_USE_ROWS (1U << 20) /* what an index in the table of pages can tell */

struct session {
	struct swapra_bpf *skel;
	struct programs programs;
	struct bpf_link *rows;
	struct ring_buffer *ring;
	struct use_tables use_tables;
	struct iaa_session *iaa; /* NULL: nobody asked */
	enum backend backend;
	session_event_fn event_fn; /* set while events are drained */
	void *event_ctx;
	unsigned nr_drained, drain_max;
	int swap_fd;
	bool has_verdicts;    /* in events and use */
	bool has_outcomes;    /* of prefetched pages */
	bool complained;      /* that the module's state cannot be read */
};

const char *backend__name(enum backend backend)
{
	switch (backend) {
	case BACKEND_KPROBE:
		return "kprobe";
	case BACKEND_FENTRY:
		return "fentry";
	case BACKEND_AUTO:
		break;
	}
	return "auto";
}

/* A row for each cgroup, and each setting it is read with. */
static void configure_outcomes(struct session *session, const struct session_options *options)
{
	uint32_t lines = use_tables__lines(options->track_bytes, "");
	uint32_t rows = options->max_cgroups ?: DEFAULT_MAX_CGROUPS;
	struct swapra_bpf *skel = session->skel;

	if (rows > MAX_USE_ROWS)
		rows = MAX_USE_ROWS;
	skel->rodata->cfg_use_lines_shift = __builtin_ctz(lines);
	skel->rodata->cfg_use_rows = rows;
	skel->rodata->cfg_outcomes = options->outcomes;
	bpf_map__set_max_entries(skel->maps.use_lines, lines);
	bpf_map__set_max_entries(skel->maps.use_rows, rows);
	bpf_map__set_max_entries(skel->maps.use_index, rows);
	bpf_map__set_max_entries(skel->maps.use_free, rows);
}

static void configure(struct session *session, const struct kernel *kernel,
		      const struct session_options *options)
{
	struct swapra_bpf *skel = session->skel;

	skel->rodata->cfg_events = options->events;
	skel->rodata->cfg_events_cgroup = options->events_cgroup;
	skel->rodata->cfg_events_cgroup_level = options->events_cgroup_level;
	skel->rodata->cfg_verdicts = session->has_verdicts;
	skel->rodata->cfg_sync_unbracketed = kernel__sync_unbracketed(kernel);
	skel->rodata->cfg_io_ctx_first = kernel->read_folio_arg == 1;
	skel->rodata->cfg_load_returns_int = kernel->load_returns_int;
	skel->rodata->cfg_sample_mask = options->events ? 0 : (options->sample ?: 1) - 1;
	bpf_map__set_max_entries(skel->maps.cgroups, options->max_cgroups ?: DEFAULT_MAX_CGROUPS);
	if (options->events)
		bpf_map__set_max_entries(skel->maps.events,
					 options->events_bytes ?: DEFAULT_EVENTS_BYTES);
	if (session->has_outcomes)
		configure_outcomes(session, options);
}

/* The row for cgroups that find the map full must be there before it is. */
static int add_other_row(struct session *session)
{
	static const char zero[2 * sizeof(struct swapra_totals)];
	const struct bpf_map *map = session->skel->maps.cgroups;
	const __u64 other = SWAPRA_CGROUP_OTHER;

	return bpf_map__update_elem(map, &other, sizeof(other), zero, bpf_map__value_size(map),
				    BPF_NOEXIST);
}

/* Row 0, for keys that find the table full, must have its name before it is needed. */
static int open_use_tables(struct session *session)
{
	static const struct swapra_use_row other = { .key.cgroup = SWAPRA_CGROUP_OTHER };
	struct swapra_bpf *skel = session->skel;
	const __u32 zero = 0;
	int err;

	err = bpf_map__update_elem(skel->maps.use_rows, &zero, sizeof(zero), &other,
				   sizeof(other), BPF_ANY);
	return err ? err : use_tables__map(&session->use_tables, skel->maps.use_lines,
					   skel->maps.use_rows);
}

static int on_record(void *ctx, void *data, size_t size)
{
	struct session *session = ctx;

	struct session_record record = {};

	if (size == sizeof(*record.event))
		record.event = data;
	else if (size == sizeof(*record.outcome))
		record.outcome = data;
	else
		return -EBADMSG;
	session->event_fn(&record, session->event_ctx);
	return ++session->nr_drained < session->drain_max ? 0 : -EAGAIN;
}

static int open_ring(struct session *session)
{
	session->ring = ring_buffer__new(bpf_map__fd(session->skel->maps.events), on_record,
					 session, NULL);
	return session->ring ? 0 : -errno;
}

int session__follow_swap(struct session *session)
{
	struct swap_devices devices;
	bool synchronous = false;
	size_t i;

	if (swap_devices__read(&devices, ""))
		return 0; /* no /proc/swaps: no swap */
	for (i = 0; i < devices.nr; i++)
		synchronous |= devices.rows[i].synchronous;
	swap_devices__free(&devices);
	return synchronous ? programs__attach_sync(&session->programs) : 0;
}

int session__swap_fd(const struct session *session)
{
	return session->swap_fd;
}

int session__modules_fd(const struct session *session)
{
	return session->iaa ? iaa_session__fd(session->iaa) : -1;
}

void session__follow_modules(struct session *session)
{
	iaa_session__follow(session->iaa);
}

static int load(struct session *session, const struct kernel *kernel,
		const struct session_options *options)
{
	struct programs_wanted wanted;
	int err;

	session->skel = swapra_bpf__open();
	if (!session->skel)
		return libbpf_log__fail(-errno, "open its BPF object");
	wanted.verdicts = (options->events || options->verdicts) && !access(POLICY_STATUS_PATH, F_OK);
	wanted.outcomes = !options->no_usefulness &&
			  kernel__tells_outcomes(kernel, session->backend == BACKEND_FENTRY);
	session->has_verdicts = wanted.verdicts;
	session->has_outcomes = wanted.outcomes;
	configure(session, kernel, options);
	err = programs__select(&session->programs, session->skel->obj, kernel, session->backend,
			       &wanted);
	if (err)
		return err;
	bpf_program__set_autoload(session->skel->progs.read_row, true);
	bpf_program__set_autoload(session->skel->progs.leave, true);
	err = swapra_bpf__load(session->skel);
	if (err) {
		libbpf_log__fail(err, "load its BPF programs");
		if (err == -ENOMEM && options->track_bytes)
			hint("--track-memory may ask for more than there is");
		return err;
	}
	session->rows = rows__open(session->skel->progs.read_row,
				   bpf_map__fd(session->skel->maps.cgroups));
	if (!session->rows)
		return libbpf_log__fail(-errno, "open the iterator of its cgroup map");
	err = add_other_row(session);
	if (err)
		return libbpf_log__fail(err, "fill its cgroup map");
	err = session->has_outcomes ? open_use_tables(session) : 0;
	if (err)
		return libbpf_log__fail(err, "map its tables of prefetched pages");
	if (options->events) {
		err = open_ring(session);
		if (err)
			return libbpf_log__fail(err, "open its ring buffer");
	}
	return 0;
}

/* Not worth refusing to trace for: the totals have the verdicts all the same. */
static void attach_verdicts(struct session *session)
{
	if (!session->has_verdicts || !programs__attach_verdicts(&session->programs))
		return;
	session->has_verdicts = false;
	hint("events will not tell what policies decide; the totals do");
}

void session__read_all_again(struct session *session)
{
	session->skel->data->reading++;
}

/* The first reading tells the programs where the kernel's own counts stand. */
static int read_first(struct session *session)
{
	struct snapshot snap = {};
	int err = rows__read(&snap, session->rows);

	snapshot__reset(&snap);
	session__read_all_again(session);
	return err ? fail(-err, "counters", NULL, "read") : 0;
}

struct session *session__open(const struct kernel *kernel, const struct session_options *options)
{
	struct session *session;
	int err;

	session = calloc(1, sizeof(*session));
	if (!session) {
		fail(ENOMEM, "tracer", NULL, "start");
		errno = ENOMEM;
		return NULL;
	}
	session->backend = options->backend;
	/* Opened before the first look, so that no change falls between. */
	session->swap_fd = open("/proc/swaps", O_RDONLY | O_CLOEXEC);
	libbpf_log__keep(LIBBPF_WARN, false);
	err = load(session, kernel, options);
	if (!err)
		err = programs__attach(&session->programs);
	if (!err)
		err = read_first(session);
	if (!err)
		err = session__follow_swap(session);
	if (!err && options->iaa) {
		session->iaa = iaa_session__open(kernel, options->backend);
		err = session->iaa ? 0 : -errno;
	}
	if (!err) {
		attach_verdicts(session);
		return session;
	}
	session__close(session);
	errno = -err;
	return NULL;
}

void session__close(struct session *session)
{
	if (!session)
		return;
	iaa_session__close(session->iaa);
	programs__detach(&session->programs);
	bpf_link__destroy(session->rows);
	ring_buffer__free(session->ring);
	use_tables__unmap(&session->use_tables);
	swapra_bpf__destroy(session->skel);
	if (session->swap_fd >= 0)
		close(session->swap_fd);
	free(session);
}

enum backend session__backend(const struct session *session)
{
	return session->backend;
}

static int read_misses(struct session *session, struct snapshot *snap)
{
	const struct programs *programs = &session->programs;
	size_t nr_iaa = session->iaa ? iaa_session__nr_programs(session->iaa) : 0;
	int err;

	snap->misses = calloc(programs->nr + nr_iaa, sizeof(*snap->misses));
	if (!snap->misses)
		return -ENOMEM;
	snap->nr_misses = programs->nr + nr_iaa;
	err = programs__misses(programs, snap->misses);
	/* Behind: they may come later, and the others keep their places. */
	if (!err && nr_iaa)
		err = iaa_session__misses(session->iaa, snap->misses + programs->nr);
	return err;
}

int session__read_verdicts(struct session *session, struct verdicts *verdicts)
{
	int err = verdicts__read(verdicts, "");

	if (!err || err == -ENOMEM)
		return err;
	if (!session->complained) {
		fail(-err, "module status", POLICY_STATUS_PATH, "read");
		hint("reports will not tell what policies decide");
	}
	session->complained = true;
	return 0;
}

bool session__has_verdicts(const struct session *session)
{
	return session->has_verdicts;
}

static void begin_snapshot(struct snapshot *snap)
{
	struct timespec now;

	memset(snap, 0, sizeof(*snap));
	clock_gettime(CLOCK_MONOTONIC, &now);
	snap->time_ns = now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/* What is neither a row nor a use. */
static int read_rest(struct session *session, struct snapshot *snap)
{
	int err = 0;

	if (session->iaa)
		err = iaa_session__read(session->iaa, snap);
	if (!err)
		err = read_misses(session, snap);
	if (!err)
		err = session__read_verdicts(session, &snap->verdicts);
	snap->kernel_hits = session->skel->bss->kernel_hits;
	snap->losses = session->skel->bss->losses;
	return err;
}

/* Outcomes before pages, while both go on: no more are seen to be used than were read. */
int session__read(struct session *session, struct snapshot *snap)
{
	int err = 0;

	begin_snapshot(snap);
	session__read_all_again(session);
	if (session->has_outcomes)
		err = use_tables__read(snap, &session->use_tables, session->skel->data->nr_use_rows);
	if (!err)
		err = rows__read(snap, session->rows);
	if (!err)
		err = read_rest(session, snap);
	if (err)
		snapshot__reset(snap);
	return err;
}

int session__read_changes(struct session *session, struct snapshot *snap,
			  const struct session_reader *reader)
{
	int err;

	begin_snapshot(snap);
	if (session->has_outcomes) {
		use_tables__each(&session->use_tables, session->skel->data->nr_use_rows,
				 reader->use, reader->context);
		use_tables__tell_size(&session->use_tables, &snap->tracking);
	}
	err = rows__each(session->rows, reader->row, reader->context);
	if (!err)
		err = read_rest(session, snap);
	if (!err)
		return 0;
	session__read_all_again(session);
	snapshot__reset(snap);
	return err;
}

static bool is_own_table(unsigned table)
{
	return table != SWAPRA_TABLE_IAA;
}

int session__leave(struct session *session, struct swapra_leaving *list, size_t nr)
{
	const struct leaving_object object = {
		session->skel->progs.leave, session->skel->bss->leaving,
		&session->skel->bss->nr_leaving,
	};
	int err = leaving__run(&object, is_own_table, list, nr);

	if (!err && session->iaa)
		err = iaa_session__leave(session->iaa, list, nr);
	return err;
}

int session__events_fd(const struct session *session)
{
	return session->ring ? ring_buffer__epoll_fd(session->ring) : -1;
}

int session__drain_events(struct session *session, unsigned max, session_event_fn fn, void *ctx)
{
	int err;

	if (!session->ring)
		return 0;
	session->event_fn = fn;
	session->event_ctx = ctx;
	session->nr_drained = 0;
	session->drain_max = max;
	err = ring_buffer__consume(session->ring);
	return err < 0 && err != -EAGAIN ? err : session->nr_drained;
}
