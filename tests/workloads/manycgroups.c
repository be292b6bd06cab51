// SPDX-License-Identifier: GPL-2.0-only
/*
 * manycgroups: cgroups by the thousand, each with memory that was swapped in, and what
 * it costs to look at them one by one.
 *
 *   manycgroups swap DIRECTORY FIRST COUNT   make DIRECTORY/cFIRST and so on, and in each
 *                                            send pages to swap and touch them again
 *   manycgroups again DIRECTORY FIRST COUNT  the same in cgroups that are there
 *   manycgroups stat DIRECTORY COUNT         read memory.stat of c0 and so on
 *   manycgroups time COMMAND...              run it
 *
 * The last two print how long it took, in ns of CLOCK_MONOTONIC: instructions, where the
 * guest's clock counts those. Exit status: 0 done, 1 failed, 2 wrong usage.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGES 8
#define PAGE_BYTES 4096

static int complain(const char *what)
{
	fprintf(stderr, "manycgroups: %s: %s\n", what, strerror(errno));
	return 1;
}

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static int enter(const char *directory)
{
	char path[PATH_MAX];
	int fd, err;

	snprintf(path, sizeof(path), "%s/cgroup.procs", directory);
	fd = open(path, O_WRONLY);
	if (fd < 0)
		return complain(path);
	err = write(fd, "0", 1) != 1;
	close(fd);
	return err ? complain(path) : 0;
}

/* Whether all pages are in swap: bit 62 of each one's word. */
static int all_swapped(const unsigned char *pages)
{
	uint64_t words[PAGES], swapped = 1ULL << 62;
	int fd = open("/proc/self/pagemap", O_RDONLY);
	ssize_t n;

	if (fd < 0)
		return 0;
	n = pread(fd, words, sizeof(words), (uintptr_t)pages / PAGE_BYTES * sizeof(words[0]));
	close(fd);
	for (size_t i = 0; i < PAGES; i++)
		swapped &= words[i];
	return n == sizeof(words) && swapped;
}

/* Pages that another CPU has in its batch of new ones are passed over: keep to this one. */
static int stay_on_cpu(void)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(sched_getcpu(), &cpus);
	return sched_setaffinity(0, sizeof(cpus), &cpus) ? complain("sched_setaffinity") : 0;
}

/* Pages that differ, so that none is zero-filled. */
static int swap_pages(void)
{
	unsigned char *pages = mmap(NULL, PAGES * PAGE_BYTES, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED)
		return complain("mmap");
	for (size_t i = 0; i < PAGES * PAGE_BYTES; i++)
		pages[i] = i / 64 + getpid();
	if (madvise(pages, PAGES * PAGE_BYTES, MADV_PAGEOUT))
		return complain("madvise");
	if (!all_swapped(pages)) {
		errno = EBUSY;
		return complain("pages stay in memory");
	}
	for (size_t i = 0; i < PAGES * PAGE_BYTES; i += PAGE_BYTES)
		if (pages[i] != (unsigned char)(i / 64 + getpid()))
			return complain("a page does not hold what it must");
	return 0;
}

static int swap_in_cgroup(const char *directory)
{
	int status;
	pid_t child;

	child = fork();
	if (child < 0)
		return complain("fork");
	if (!child)
		_exit(enter(directory) || stay_on_cpu() || swap_pages());
	return waitpid(child, &status, 0) != child || status;
}

static int swap(const char *parent, unsigned long first, unsigned long count, int is_new)
{
	char directory[PATH_MAX];
	int err = 0;

	for (unsigned long i = first; i < first + count && !err; i++) {
		snprintf(directory, sizeof(directory), "%s/c%lu", parent, i);
		if (is_new && mkdir(directory, 0755))
			return complain(directory);
		err = swap_in_cgroup(directory);
	}
	return err;
}

static int read_stat(const char *parent, unsigned long i)
{
	char path[PATH_MAX], text[16384];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/c%lu/memory.stat", parent, i);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return complain(path);
	do
		n = read(fd, text, sizeof(text));
	while (n > 0);
	close(fd);
	return n ? complain(path) : 0;
}

static int read_stats(const char *parent, unsigned long count)
{
	uint64_t begin = now_ns();
	int err = 0;

	for (unsigned long i = 0; i < count && !err; i++)
		err = read_stat(parent, i);
	if (!err)
		printf("%llu\n", (unsigned long long)(now_ns() - begin));
	return err;
}

static int run(char **argv)
{
	uint64_t begin = now_ns();
	pid_t child = fork();
	int status;

	if (child < 0)
		return complain("fork");
	if (!child) {
		execvp(argv[0], argv);
		_exit(complain(argv[0]));
	}
	if (waitpid(child, &status, 0) != child || status)
		return 1;
	printf("%llu\n", (unsigned long long)(now_ns() - begin));
	return 0;
}

int main(int argc, char **argv)
{
	int is_new = argc == 5 && !strcmp(argv[1], "swap");

	if (is_new || (argc == 5 && !strcmp(argv[1], "again")))
		return swap(argv[2], strtoul(argv[3], NULL, 10), strtoul(argv[4], NULL, 10),
			    is_new);
	if (argc == 4 && !strcmp(argv[1], "stat"))
		return read_stats(argv[2], strtoul(argv[3], NULL, 10));
	if (argc >= 3 && !strcmp(argv[1], "time"))
		return run(argv + 2);
	fputs("usage: manycgroups swap|again DIRECTORY FIRST COUNT | stat DIRECTORY COUNT | "
	      "time COMMAND...\n", stderr);
	return 2;
}
