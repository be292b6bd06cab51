/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory under test: anonymous, shmem or a private mapping of a file, never in
 * large folios, and how it is sent to swap and looked at without touching it.
 */
#ifndef TESTS_REGION_H
#define TESTS_REGION_H

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "page.h"

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

/* When to stop reclaiming and report the rest as resident: a disk under TCG needs seconds. */
#define REGION_RECLAIM_SECONDS 30

struct region {
	char *base;
	size_t pages;
	int fd; /* memfd or file, or -1 for anonymous memory */
};

static inline size_t region_bytes(const struct region *region)
{
	return region->pages * PAGE_BYTES;
}

static inline uint64_t *region_page(const struct region *region, uint64_t number)
{
	return (uint64_t *)(region->base + number * PAGE_BYTES);
}

static inline int region_open(struct region *region, int is_shmem, const char *private_file)
{
	region->fd = -1;
	if (private_file) {
		region->fd = open(private_file, O_RDWR | O_CLOEXEC);
		return region->fd < 0 ? -errno : 0;
	}
	if (!is_shmem)
		return 0;
	region->fd = memfd_create("swapwork", 0);
	return region->fd < 0 || ftruncate(region->fd, region_bytes(region)) ? -errno : 0;
}

/* private_file: what the region is a private mapping of, as large as it is; or NULL. */
static inline int region_map_file(struct region *region, size_t pages, int is_shmem,
				  const char *private_file)
{
	int flags = is_shmem ? MAP_SHARED : MAP_PRIVATE, err;

	region->pages = pages;
	err = region_open(region, is_shmem, private_file);
	if (err)
		return err;
	if (region->fd < 0)
		flags |= MAP_ANONYMOUS;
	region->base = mmap(NULL, region_bytes(region), PROT_READ | PROT_WRITE, flags,
			    region->fd, 0);
	if (region->base == MAP_FAILED || munlock(region->base, region_bytes(region)))
		return -errno;
	/* EINVAL: a kernel without huge pages, which is as good. */
	if (madvise(region->base, region_bytes(region), MADV_NOHUGEPAGE) && errno != EINVAL)
		return -errno;
	return 0;
}

static inline int region_map(struct region *region, size_t pages, int is_shmem)
{
	return region_map_file(region, pages, is_shmem, NULL);
}

/* Pages in memory, the swap cache included; -errno when mincore() fails. */
static inline long region_resident(const struct region *region)
{
	unsigned char *map = malloc(region->pages);
	long resident = 0;
	size_t i;

	if (!map)
		return -ENOMEM;
	if (mincore(region->base, region_bytes(region), map)) {
		free(map);
		return -errno;
	}
	for (i = 0; i < region->pages; i++)
		resident += map[i] & 1;
	free(map);
	return resident;
}

static inline int region_advise_part(const struct region *region, uint64_t first, uint64_t count)
{
	char *start = region->base + first * PAGE_BYTES;

	return madvise(start, count * PAGE_BYTES, MADV_PAGEOUT) ? -errno : 0;
}

static inline int region_run_on(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set) ? -errno : 0;
}

/*
 * MADV_PAGEOUT passes over pages that still wait in a CPU's LRU batch, and it
 * drains only the batches of the CPU it runs on: run it on each.
 */
static inline void region_advise_pageout(const struct region *region)
{
	cpu_set_t allowed;
	int cpu;

	if (sched_getaffinity(0, sizeof(allowed), &allowed))
		CPU_ZERO(&allowed);
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &allowed))
			continue;
		region_run_on(cpu);
		region_advise_part(region, 0, region->pages);
	}
	sched_setaffinity(0, sizeof(allowed), &allowed);
}

/* Opens memory.reclaim of the caller's own cgroup; -1 in the root cgroup or without cgroup2. */
static inline int region_open_reclaim(void)
{
	char line[4096] = "", path[4200];
	FILE *file = fopen("/proc/self/cgroup", "re");

	while (file && fgets(line, sizeof(line), file) && strncmp(line, "0::", 3))
		;
	if (file)
		fclose(file);
	line[strcspn(line, "\n")] = '\0';
	if (strncmp(line, "0::/", 4))
		return -1;
	snprintf(path, sizeof(path), "/sys/fs/cgroup%s/memory.reclaim", line + 3);
	return open(path, O_WRONLY | O_CLOEXEC);
}

/*
 * Sends every page to swap and returns how many stayed. A page written to a
 * disk stays in the swap cache until reclaim meets it again, and MADV_PAGEOUT
 * sees only mapped pages: the cgroup's own memory.reclaim does the second round.
 */
static inline long region_pageout(const struct region *region)
{
	time_t end = time(NULL) + REGION_RECLAIM_SECONDS;
	long resident;
	int fd;

	region_advise_pageout(region);
	resident = region_resident(region);
	fd = resident > 0 ? region_open_reclaim() : -1;
	while (fd >= 0 && resident > 0 && time(NULL) < end) {
		/* EAGAIN means: not all of it. The count below tells. */
		dprintf(fd, "%ld", resident * (long)PAGE_BYTES);
		resident = region_resident(region);
	}
	if (fd >= 0)
		close(fd);
	return resident;
}

#endif /* TESTS_REGION_H */
