// SPDX-License-Identifier: GPL-2.0-only
/* Following IAA; see iaa_session.h. */
#include "iaa_session.h"

#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include "error.h"
#include "iaa.skel.h"
#include "leaving.h"
#include "libbpf_log.h"
#include "programs.h"
#include "sysfile.h"

#define DRIVER "iaa_crypto"

struct iaa_session {
	struct iaa_bpf *skel; /* NULL: the driver has not been there yet */
	struct programs programs;
	const struct swapra_iaa_queue *queues;
	const struct swapra_iaa_pages *pages;
	enum backend backend;
	bool has_fprobe_graph, load_returns_int;
	bool is_attached;
	bool has_failed; /* with this driver */
	uint64_t since_ns;
	int modules_fd;
};

/* In the order of attaching: of a pair the end first, so that nothing begins without one. */
static const struct {
	const char *name, *function;
	bool returns;
	bool is_optional; /* 7.3: compression has a software fallback, too */
} program_rows[] = {
	{ .name = "free", .function = "idxd_free_desc" },
	{ .name = "complete_end", .function = "iaa_desc_complete", .returns = true },
	{ .name = "complete_begin", .function = "iaa_desc_complete" },
	{ .name = "submit_end", .function = "idxd_submit_desc", .returns = true },
	{ .name = "submit_begin", .function = "idxd_submit_desc" },
	{ .name = "software_compress", .function = "deflate_generic_compress", .is_optional = true },
	{ .name = "software_decompress", .function = "deflate_generic_decompress" },
	{ .name = "compress_end", .function = "iaa_comp_acompress", .returns = true },
	{ .name = "compress_begin", .function = "iaa_comp_acompress" },
	{ .name = "decompress_end", .function = "iaa_comp_adecompress", .returns = true },
	{ .name = "decompress_begin", .function = "iaa_comp_adecompress" },
	{ .name = "load_end", .function = "zswap_load", .returns = true },
	{ .name = "load_begin", .function = "zswap_load" },
};

#define NR_PROGRAM_ROWS (sizeof(program_rows) / sizeof(program_rows[0]))

/* A module is not to be touched while it initialises; one that is built in has no such state. */
static bool driver_is_there(void)
{
	char state[16];

	if (sysfile__exists("", "/sys/bus/dsa/drivers/crypto"))
		return false;
	return sysfile__read("", "/sys/module/" DRIVER "/initstate", state, sizeof(state)) < 0 ||
	       !strcmp(state, "live");
}

/* Uevents tell of modules as they become live and when they go. */
static int open_modules_fd(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
			NETLINK_KOBJECT_UEVENT);

	if (fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof(address))) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/*
 * Whether the driver went meanwhile. It may be back already, and what was attached to the one
 * before is attached to nothing. Where more came than the socket holds (ENOBUFS) it may have.
 */
static bool driver_went(int fd)
{
	static const char went_event[] = "remove@/module/" DRIVER;
	bool went = false;
	char event[4096];
	ssize_t bytes;

	do {
		bytes = recv(fd, event, sizeof(event), 0);
		if (bytes >= (ssize_t)sizeof(went_event))
			went |= !memcmp(event, went_event, sizeof(went_event));
		went |= bytes < 0 && errno == ENOBUFS;
	} while (bytes > 0 || (bytes < 0 && (errno == EINTR || errno == ENOBUFS)));
	return went;
}

static bool driver_has(const struct btf *btf, const char *function)
{
	return btf && btf__find_by_name_kind(btf, function, BTF_KIND_FUNC) > 0;
}

static int select_programs(struct iaa_session *session, const struct btf *btf)
{
	struct bpf_program *program;
	int err = 0;

	session->programs.nr = 0;
	bpf_object__for_each_program(program, session->skel->obj)
		bpf_program__set_autoload(program, false);
	bpf_program__set_autoload(session->skel->progs.leave, true);
	for (size_t i = 0; i < NR_PROGRAM_ROWS && !err; i++) {
		if (program_rows[i].is_optional && !driver_has(btf, program_rows[i].function))
			continue;
		err = programs__add_function(&session->programs, session->skel->obj,
					     program_rows[i].name, program_rows[i].function,
					     program_rows[i].returns, session->backend,
					     session->has_fprobe_graph);
	}
	return err;
}

static const void *map_rows(const struct bpf_map *map)
{
	size_t bytes = (size_t)bpf_map__max_entries(map) * bpf_map__value_size(map);
	void *memory = mmap(NULL, bytes, PROT_READ, MAP_SHARED, bpf_map__fd(map), 0);

	return memory == MAP_FAILED ? NULL : memory;
}

static void unmap_rows(const void *memory, size_t bytes)
{
	if (memory)
		munmap((void *)memory, bytes);
}

/* Rows 0, for what finds the tables full, have their names before they are needed. */
static int name_other_rows(const struct iaa_bpf *skel)
{
	static const struct swapra_iaa_queue queue = { .device = UINT32_MAX, .is_used = 1 };
	static const struct swapra_iaa_pages pages = { .cgroup = SWAPRA_CGROUP_OTHER };
	const __u32 zero = 0;
	int err = bpf_map__update_elem(skel->maps.queues, &zero, sizeof(zero), &queue,
				       sizeof(queue), BPF_ANY);

	return err ? err : bpf_map__update_elem(skel->maps.pages, &zero, sizeof(zero), &pages,
						sizeof(pages), BPF_ANY);
}

static int map_tables(struct iaa_session *session)
{
	int err = name_other_rows(session->skel);

	if (err)
		return err;
	session->queues = map_rows(session->skel->maps.queues);
	session->pages = session->queues ? map_rows(session->skel->maps.pages) : NULL;
	return session->pages ? 0 : -errno;
}

static void unload(struct iaa_session *session)
{
	unmap_rows(session->queues, SWAPRA_IAA_QUEUES * sizeof(*session->queues));
	unmap_rows(session->pages, SWAPRA_IAA_CGROUPS * sizeof(*session->pages));
	session->queues = NULL;
	session->pages = NULL;
	iaa_bpf__destroy(session->skel);
	session->skel = NULL;
	session->programs.nr = 0;
}

/* The driver's own BTF stands on the kernel's. */
static int select_for_driver(struct iaa_session *session)
{
	struct btf *vmlinux = btf__load_vmlinux_btf(), *driver;
	int err;

	if (!vmlinux)
		return -errno;
	driver = btf__parse_split("/sys/kernel/btf/" DRIVER, vmlinux);
	err = select_programs(session, driver ?: vmlinux); /* built in: the kernel's has it */
	btf__free(driver);
	btf__free(vmlinux);
	return err;
}

static int load(struct iaa_session *session)
{
	int err;

	session->skel = iaa_bpf__open();
	if (!session->skel)
		return libbpf_log__fail(-errno, "open its BPF object for IAA");
	session->skel->rodata->cfg_load_returns_int = session->load_returns_int;
	err = select_for_driver(session);
	if (!err) {
		err = iaa_bpf__load(session->skel);
		if (err)
			libbpf_log__fail(err, "load its BPF programs for IAA");
	}
	if (!err) {
		err = map_tables(session);
		if (err)
			libbpf_log__fail(err, "map its tables of IAA");
	}
	if (err)
		unload(session);
	return err;
}

static void attach(struct iaa_session *session)
{
	struct timespec now;
	int err = session->skel ? 0 : load(session);

	if (!err)
		err = programs__attach(&session->programs);
	session->has_failed = err;
	session->is_attached = !err;
	if (err) {
		programs__detach(&session->programs);
		hint("what IAA does will not be told");
	} else if (!session->since_ns) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		session->since_ns = now.tv_sec * 1000000000ULL + now.tv_nsec;
	}
}

static void let_go(struct iaa_session *session)
{
	session->has_failed = false; /* the next one may be another */
	if (session->is_attached)
		programs__detach(&session->programs);
	session->is_attached = false;
}

void iaa_session__follow(struct iaa_session *session)
{
	bool went = session->modules_fd >= 0 && driver_went(session->modules_fd);
	bool is_there = driver_is_there();

	if (went || !is_there)
		let_go(session);
	if (is_there && !session->is_attached && !session->has_failed)
		attach(session);
}

struct iaa_session *iaa_session__open(const struct kernel *kernel, enum backend backend)
{
	struct iaa_session *session = calloc(1, sizeof(*session));

	if (!session) {
		fail(ENOMEM, "tracer", NULL, "start");
		errno = ENOMEM;
		return NULL;
	}
	session->backend = backend;
	session->has_fprobe_graph = kernel->has_fprobe_graph;
	session->load_returns_int = kernel->load_returns_int;
	/* Opened before the first look, so that no change falls between. */
	session->modules_fd = open_modules_fd();
	if (session->modules_fd < 0) {
		fail(errno, "modules", NULL, "watch");
		hint("IAA is told of only if its driver is loaded now");
	}
	iaa_session__follow(session);
	return session;
}

void iaa_session__close(struct iaa_session *session)
{
	if (!session)
		return;
	programs__detach(&session->programs);
	unload(session);
	if (session->modules_fd >= 0)
		close(session->modules_fd);
	free(session);
}

int iaa_session__fd(const struct iaa_session *session)
{
	return session->modules_fd;
}

static int read_queues(const struct iaa_session *session, struct iaa_counts *counts)
{
	__u32 used = session->skel->data->nr_queues;
	size_t nr = used < SWAPRA_IAA_QUEUES ? used : SWAPRA_IAA_QUEUES;

	counts->queues = calloc(nr, sizeof(*counts->queues));
	if (!counts->queues)
		return -ENOMEM;
	for (size_t i = 0; i < nr; i++) {
		struct swapra_iaa_queue *queue = &counts->queues[counts->nr_queues];

		*queue = session->queues[i];
		/* Row 0 is there for what did not fit, mostly for nothing. */
		counts->nr_queues += queue->is_used && (i || !iaa_queue__is_idle(queue));
	}
	return 0;
}

static int read_pages(const struct iaa_session *session, struct iaa_counts *counts)
{
	__u32 used = session->skel->data->nr_cgroups;
	size_t nr = used < SWAPRA_IAA_CGROUPS ? used : SWAPRA_IAA_CGROUPS;

	counts->pages = calloc(nr, sizeof(*counts->pages));
	if (!counts->pages)
		return -ENOMEM;
	for (size_t i = 0; i < nr; i++) {
		struct swapra_iaa_pages *pages = &counts->pages[counts->nr_pages];

		*pages = session->pages[i];
		counts->nr_pages += iaa_pages__sum(pages) > 0;
	}
	return 0;
}

int iaa_session__read(const struct iaa_session *session, struct snapshot *snap)
{
	struct iaa_counts *counts = &snap->iaa;
	int err;

	counts->is_wanted = true;
	counts->is_attached = session->is_attached;
	counts->since_ns = session->since_ns;
	if (!session->skel)
		return 0;
	err = read_queues(session, counts);
	if (!err)
		err = read_pages(session, counts);
	memcpy(counts->calls, session->skel->bss->calls, sizeof(counts->calls));
	counts->losses = session->skel->bss->losses;
	iaa__settle(counts);
	return err;
}

static bool is_own_table(unsigned table)
{
	return table == SWAPRA_TABLE_IAA;
}

int iaa_session__leave(struct iaa_session *session, struct swapra_leaving *list, size_t nr)
{
	struct leaving_object object;

	if (!session->skel)
		return 0;
	object = (struct leaving_object){
		session->skel->progs.leave, session->skel->bss->leaving,
		&session->skel->bss->nr_leaving,
	};
	return leaving__run(&object, is_own_table, list, nr);
}

size_t iaa_session__nr_programs(const struct iaa_session *session)
{
	return session->programs.nr;
}

int iaa_session__misses(const struct iaa_session *session, struct probe_misses *misses)
{
	return programs__misses(&session->programs, misses);
}
