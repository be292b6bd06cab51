// SPDX-License-Identifier: GPL-2.0-only
/*
 * swapbench: what one swap-in or swap-out costs, everything included. It prints the time
 * and the pages swapped in between two moments of steady swapping; in a guest
 * run with QEMU's -icount a nanosecond of that time is one instruction.
 *
 *   swapbench WORKLOAD PAGES ROUNDS [spin]
 *
 *   sequential, random        touch the pages in this order, round after round:
 *                             for a cgroup that cannot hold them, so that what
 *                             comes in drives something else out
 *   sequential-in, random-in  page all out first, unmeasured: swap-ins alone
 *   sequential-out            fill all first, unmeasured: swap-outs alone
 *
 * With `spin`, and one CPU, no instruction is counted while it waits: a process that nobody
 * waits for takes that time and says how much it was.
 *
 * It is linked statically and locks its own pages: nothing but the region swaps.
 */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "tests/workloads/region.h"

#define PAGES_MAX (1u << 16)
#define SEED 1
#define WARM_ROUNDS 3

enum counter { ZSWPIN, PSWPIN, SWPIN_ZERO, ZSWPOUT, PSWPOUT, PGMAJFAULT, COUNTERS };

/* Not every kernel has all of them: swpin_zero came with 6.13. */
static const char *const counter_names[COUNTERS] = {
	"zswpin", "pswpin", "swpin_zero", "zswpout", "pswpout", "pgmajfault",
};

struct moment {
	uint64_t counters[COUNTERS];
	uint64_t ns;
	uint64_t spun;
};

/* Static, not on a heap that might grow while it is measured. */
static uint32_t order[PAGES_MAX];
static char vmstat_text[1 << 16];
static int vmstat_fd;

static volatile uint64_t *spins; /* of the spinner; NULL: there is none */
static pid_t spinner;

/* Two instructions a turn: what it took of the CPU is exactly known. */
static void spin(pid_t parent)
{
	const struct sched_param param = { 0 };

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent ||
	    sched_setscheduler(0, SCHED_IDLE, &param))
		_exit(1);
	__asm__ volatile("1: incq %0; jmp 1b" : "+m"(*spins));
}

static int spinner_start(void)
{
	pid_t parent = getpid();

	spins = mmap(NULL, sizeof(*spins), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (spins == MAP_FAILED)
		return -errno;
	spinner = fork();
	if (spinner < 0)
		return -errno;
	if (!spinner)
		spin(parent);
	while (!*spins) {
		if (waitpid(spinner, NULL, WNOHANG))
			return -ECHILD;
		usleep(1000);
	}
	return 0;
}

static void spinner_stop(void)
{
	if (spinner > 0 && !kill(spinner, SIGKILL))
		waitpid(spinner, NULL, 0);
}

static uint64_t spun_instructions(void)
{
	return spins ? *spins * 2 : 0;
}

static uint64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static uint64_t counter_value(const char *name)
{
	size_t length = strlen(name);
	const char *line = vmstat_text;

	while (line && (strncmp(line, name, length) || line[length] != ' ')) {
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	return line ? strtoull(line + length, NULL, 10) : 0;
}

static int read_counters(struct moment *moment)
{
	size_t size = 0;
	ssize_t got;
	int i;

	/* The kernel gives it out a page at a time. */
	while ((got = pread(vmstat_fd, vmstat_text + size, sizeof(vmstat_text) - 1 - size, size)) > 0)
		size += got;
	if (got < 0)
		return -errno;
	vmstat_text[size] = '\0';
	for (i = 0; i < COUNTERS; i++)
		moment->counters[i] = counter_value(counter_names[i]);
	return 0;
}

/* The clock is read last at the begin and first at the end: reading counters is not measured. */
static int moment_begin(struct moment *moment)
{
	int err = read_counters(moment);

	moment->spun = spun_instructions();
	moment->ns = clock_ns();
	return err;
}

static int moment_add_since(const struct moment *begin, struct moment *sum)
{
	struct moment now;
	int i, err;

	sum->ns += clock_ns() - begin->ns;
	sum->spun += spun_instructions() - begin->spun;
	err = read_counters(&now);
	for (i = 0; i < COUNTERS; i++)
		sum->counters[i] += now.counters[i] - begin->counters[i];
	return err;
}

static void order_make(size_t pages, int is_random)
{
	uint64_t state = SEED;
	size_t i;

	for (i = 0; i < pages; i++)
		order[i] = i;
	for (i = pages - 1; is_random && i > 0; i--) {
		size_t j = mix64(&state) % (i + 1);
		uint32_t page = order[i];

		order[i] = order[j];
		order[j] = page;
	}
}

static struct page_key key_of(uint64_t number)
{
	return (struct page_key){ .seed = SEED, .number = number, .content = CONTENT_TEXT };
}

static void fill(const struct region *region)
{
	size_t i;

	for (i = 0; i < region->pages; i++) {
		struct page_key key = key_of(i);

		page_fill(region_page(region, i), &key);
	}
}

/* Returns how many pages were not the ones that had gone out. */
static unsigned int touch_all(const struct region *region)
{
	unsigned int nr_wrong = 0;
	size_t i;

	for (i = 0; i < region->pages; i++) {
		struct page_key key = key_of(order[i]);

		nr_wrong += region_page(region, order[i])[PAGE_TAG] != page_tag(&key);
	}
	return nr_wrong;
}

/* Some rounds unmeasured, until what is resident has settled. */
static int measure_steady(const struct region *region, unsigned int rounds, struct moment *sum)
{
	unsigned int i, nr_wrong = 0;
	struct moment begin;
	int err;

	for (i = 0; i < WARM_ROUNDS; i++)
		nr_wrong += touch_all(region);
	err = moment_begin(&begin);

	while (rounds--)
		nr_wrong += touch_all(region);
	if (!err)
		err = moment_add_since(&begin, sum);
	return nr_wrong ? -EILSEQ : err;
}

static int measure_in(const struct region *region, unsigned int rounds, struct moment *sum)
{
	unsigned int nr_wrong = 0;
	struct moment begin;
	int err = 0;

	while (rounds-- && !err) {
		region_advise_pageout(region);
		err = moment_begin(&begin);
		nr_wrong += touch_all(region);
		if (!err)
			err = moment_add_since(&begin, sum);
	}
	return nr_wrong ? -EILSEQ : err;
}

/* Filled anew each time: what came in unchanged need not be written out again. */
static int measure_out(const struct region *region, unsigned int rounds, struct moment *sum)
{
	struct moment begin;
	int err = 0;

	while (rounds-- && !err) {
		fill(region);
		err = moment_begin(&begin);
		region_advise_pageout(region);
		if (!err)
			err = moment_add_since(&begin, sum);
	}
	return err;
}

static int measure_as(const char *workload, const struct region *region, unsigned int rounds,
		      struct moment *sum)
{
	if (strstr(workload, "-out"))
		return measure_out(region, rounds, sum);
	fill(region);
	return strstr(workload, "-in") ? measure_in(region, rounds, sum)
				       : measure_steady(region, rounds, sum);
}

static void print_result(const struct moment *sum)
{
	uint64_t nr_in = sum->counters[ZSWPIN] + sum->counters[PSWPIN] + sum->counters[SWPIN_ZERO];

	printf("swapins=%llu instructions=%llu", (unsigned long long)nr_in,
	       (unsigned long long)(sum->ns - sum->spun));
	printf(" swapouts=%llu disk=%llu faults=%llu\n",
	       (unsigned long long)(sum->counters[ZSWPOUT] + sum->counters[PSWPOUT]),
	       (unsigned long long)sum->counters[PSWPIN],
	       (unsigned long long)sum->counters[PGMAJFAULT]);
}

static int measure(const char *workload, size_t pages, unsigned int rounds)
{
	struct moment sum = { 0 };
	struct region region;
	int err;

	vmstat_fd = open("/proc/vmstat", O_RDONLY | O_CLOEXEC);
	if (vmstat_fd < 0)
		return -errno;
	order_make(pages, !strncmp(workload, "random", strlen("random")));
	if (mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT))
		return -errno;
	err = region_map(&region, pages, 0);
	if (err)
		return err;
	err = measure_as(workload, &region, rounds, &sum);
	if (!err)
		print_result(&sum);
	return err;
}

static int is_workload(const char *text)
{
	static const char *const names[] = {
		"sequential", "random", "sequential-in", "random-in", "sequential-out",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(text, names[i]))
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	int has_spinner = argc == 5 && !strcmp(argv[4], "spin");
	unsigned long pages = argc == 4 + has_spinner ? strtoul(argv[2], NULL, 10) : 0;
	unsigned long rounds = pages ? strtoul(argv[3], NULL, 10) : 0;
	int err;

	if (!pages || pages > PAGES_MAX || !rounds || !is_workload(argv[1])) {
		fprintf(stderr, "usage: swapbench sequential|random|sequential-in|random-in|"
				"sequential-out PAGES ROUNDS [spin]\n");
		return 2;
	}
	err = has_spinner ? spinner_start() : 0;
	if (!err)
		err = measure(argv[1], pages, rounds);
	spinner_stop();
	if (err)
		fprintf(stderr, "swapbench: %s: %s\n", argv[1],
			err == -EILSEQ ? "a page came back wrong" : strerror(-err));
	return !!err;
}
