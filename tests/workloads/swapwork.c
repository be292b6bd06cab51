// SPDX-License-Identifier: GPL-2.0-only
/*
 * swapwork: memory that goes to swap and comes back on command, and knows what
 * it must hold. Each command is a phase: a test takes its snapshots between
 * them and never has to guess or wait.
 *
 *   swapwork [OPTION]… [COMMAND]…
 *
 * Commands are arguments, or lines on standard input when there are none:
 *   pageout               send every page to swap; fails when one stays
 *   pageout COUNT         advise the kernel to page out the next COUNT pages
 *   touch [ORDER] [COUNT] read and verify pages (and write to them with --write)
 *   fork [ORDER] [COUNT]  the same in a child that shares the swap entries
 *   loop [ORDER] [COUNT]  pageout and touch until SIGTERM
 *   willneed              madvise(MADV_WILLNEED) on the region
 *   resident, verify      count pages in memory; verify all of them
 *   exchange              put two pages in each other's place: verify must notice
 * One line answers each, the sum over all processes; "ready" comes first.
 * With --list it only prints the pages that a touch would touch, one a line.
 *
 * Exit status: 0 done, 1 a page did not hold what it must, or a command
 * failed, 2 wrong usage. It is linked statically and locks its own pages, so
 * that it swaps its region and nothing else.
 */
#include <getopt.h>

#include "worker.h"

#define PROCESSES_MAX 16

struct process {
	pid_t pid;
	FILE *commands;
	FILE *replies;
};

/* Global for the SIGTERM handler, which passes the signal on. */
static struct process processes[PROCESSES_MAX];
static unsigned int nr_processes = 1;

static int lists;

static const char usage_text[] =
	"usage: swapwork [--size MB] [--content text|random|zero|mixed] [--seed N]\n"
	"                [--shmem | --shmem-read | --private FILE] [--pattern ORDER]\n"
	"                [--count PAGES] [--write] [--threads N] [--processes N] [--cpu N]\n"
	"                [COMMAND]...\n"
	"       swapwork --list [--size MB] [--pattern ORDER] [--count PAGES]\n"
	"ORDER: seq | reverse | stride=PAGES | random=SEED | burst=SEED | none\n";

static int parse_number(const char *text, uint64_t max, uint64_t *value)
{
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 0);
	return errno || end == text || *end || !*value || *value > max ? -EINVAL : 0;
}

static int parse_count(const char *text, unsigned int max, unsigned int *value)
{
	uint64_t number;
	int err = parse_number(text, max, &number);

	*value = number;
	return err;
}

static int parse_size(const char *text, size_t *pages)
{
	uint64_t megabytes;
	int err = parse_number(text, 1 << 16, &megabytes);

	*pages = megabytes * (1 << 20) / PAGE_BYTES;
	return err;
}

static int parse_content(const char *text, enum page_content *content)
{
	static const char *const names[] = { "text", "random", "zero", "mixed" };
	unsigned int i;

	for (i = CONTENT_TEXT; i <= CONTENT_MIXED; i++) {
		*content = i;
		if (!strcmp(text, names[i]))
			return 0;
	}
	return -EINVAL;
}

static int parse_cpu(const char *text, int *cpu)
{
	char *end;

	*cpu = strtol(text, &end, 10);
	return end == text || *end || *cpu < 0 || *cpu >= CPU_SETSIZE ? -EINVAL : 0;
}

static int parse_option(int option, const char *value, struct worker_options *options)
{
	switch (option) {
	case 's':
		return parse_size(value, &options->pages);
	case 'c':
		return parse_content(value, &options->content);
	case 'e':
		return parse_number(value, UINT64_MAX, &options->seed);
	case 'p':
		return order_parse(value, &options->order);
	case 'n':
		return parse_number(value, UINT64_MAX, &options->count);
	case 't':
		return parse_count(value, WORKER_THREADS_MAX, &options->threads);
	case 'P':
		return parse_count(value, PROCESSES_MAX, &nr_processes);
	case 'u':
		return parse_cpu(value, &options->cpu);
	case 'r':
		options->reads_by_syscall = 1;
		options->is_shmem = 1;
		return 0;
	case 'm':
		options->is_shmem = 1;
		return 0;
	case 'f':
		options->private_file = value;
		return 0;
	case 'l':
		lists = 1;
		return 0;
	case 'w':
		options->writes = 1;
		return 0;
	default:
		return -EINVAL;
	}
}

static int parse_options(int argc, char **argv, struct worker_options *options)
{
	static const struct option table[] = {
		{ "size", required_argument, NULL, 's' },
		{ "content", required_argument, NULL, 'c' },
		{ "seed", required_argument, NULL, 'e' },
		{ "shmem", no_argument, NULL, 'm' },
		{ "shmem-read", no_argument, NULL, 'r' },
		{ "private", required_argument, NULL, 'f' },
		{ "pattern", required_argument, NULL, 'p' },
		{ "count", required_argument, NULL, 'n' },
		{ "write", no_argument, NULL, 'w' },
		{ "threads", required_argument, NULL, 't' },
		{ "processes", required_argument, NULL, 'P' },
		{ "cpu", required_argument, NULL, 'u' },
		{ "list", no_argument, NULL, 'l' },
		{ NULL, 0, NULL, 0 },
	};
	int option, err = 0;

	while (!err && (option = getopt_long(argc, argv, "", table, NULL)) != -1)
		err = parse_option(option, optarg, options);
	/* A write to what pread() returned would be lost. */
	if (options->writes && options->reads_by_syscall)
		err = -EINVAL;
	if (options->private_file && options->is_shmem)
		err = -EINVAL;
	return err;
}

static void on_sigterm_stop(int signal)
{
	(void)signal;
	worker_stop = 1;
}

static void on_sigterm_forward(int signal)
{
	unsigned int i;

	for (i = 0; i < nr_processes; i++)
		if (processes[i].pid > 0)
			kill(processes[i].pid, signal);
}

static void handle_sigterm(void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART };

	sigaction(SIGTERM, &action, NULL);
}

/*
 * What is not the region must not swap, or it would be counted too. On fault:
 * the region is mapped later and unlocked again before it has any page.
 */
static void lock_own_pages(void)
{
	if (mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT))
		fprintf(stderr, "swapwork: own pages: cannot lock: %s\n", strerror(errno));
}

/* The child: map and fill, then answer commands until the pipe closes. */
static int worker_main(const struct worker_options *options, unsigned int index, int in, int out)
{
	struct worker worker = { .options = *options };
	char line[WORKER_LINE], reply[WORKER_LINE];
	FILE *commands = fdopen(in, "r"), *replies = fdopen(out, "w");
	int err;

	handle_sigterm(on_sigterm_stop);
	worker.options.seed += index;
	lock_own_pages();
	if (options->cpu >= 0 && region_run_on(options->cpu))
		fprintf(stderr, "swapwork: cpu %d: cannot run there\n", options->cpu);
	err = region_map_file(&worker.region, options->pages, options->is_shmem,
			      options->private_file);
	if (err) {
		fprintf(stderr, "swapwork: region: cannot map: %s\n", strerror(-err));
		return 1;
	}
	worker_fill(&worker);
	worker_run(&worker, "resident", reply);
	while (fprintf(replies, "%s\n", reply) > 0 && !fflush(replies) &&
	       fgets(line, sizeof(line), commands))
		worker_run(&worker, line, reply);
	return atomic_load(&worker.mismatches) != 0;
}

static void close_inherited(unsigned int count)
{
	while (count--) {
		close(fileno(processes[count].commands));
		close(fileno(processes[count].replies));
	}
}

static int start_process(const struct worker_options *options, unsigned int index)
{
	struct process *process = &processes[index];
	int down[2], up[2];

	if (pipe(down) || pipe(up))
		return -errno;
	process->pid = fork();
	if (process->pid < 0)
		return -errno;
	if (!process->pid) {
		close_inherited(index);
		close(down[1]);
		close(up[0]);
		_exit(worker_main(options, index, down[0], up[1]));
	}
	close(down[0]);
	close(up[1]);
	process->commands = fdopen(down[1], "w");
	process->replies = fdopen(up[0], "r");
	return process->commands && process->replies ? 0 : -ENOMEM;
}

struct outcome {
	long resident;
	unsigned long written, majflt, mismatches;
};

/* Reads one process's reply and adds it up; prints what is not a "done". */
static int add_reply(FILE *replies, struct outcome *sum)
{
	struct outcome one;
	char line[WORKER_LINE];

	if (!fgets(line, sizeof(line), replies)) {
		puts("fail: a process died");
		return -EIO;
	}
	if (sscanf(line, "done %*s resident=%ld written=%lu majflt=%lu mismatches=%lu",
		   &one.resident, &one.written, &one.majflt, &one.mismatches) != 4) {
		fputs(line, stdout);
		return -EIO;
	}
	sum->resident += one.resident;
	sum->written += one.written;
	sum->majflt += one.majflt;
	sum->mismatches += one.mismatches;
	return one.mismatches ? -EIO : 0;
}

static int collect(const char *what)
{
	struct outcome sum = { 0 };
	unsigned int i;
	int err = 0;

	for (i = 0; i < nr_processes; i++)
		if (add_reply(processes[i].replies, &sum))
			err = -EIO;
	if (!err || sum.mismatches)
		printf("%s resident=%ld written=%lu majflt=%lu mismatches=%lu\n", what,
		       sum.resident, sum.written, sum.majflt, sum.mismatches);
	fflush(stdout);
	return err;
}

/* All processes carry out the command at the same time. */
static int run_command(const char *line)
{
	char what[WORKER_LINE], name[32] = "";
	unsigned int i;

	sscanf(line, "%31s", name);
	snprintf(what, sizeof(what), "done %s", name);
	for (i = 0; i < nr_processes; i++) {
		fprintf(processes[i].commands, "%s\n", line);
		fflush(processes[i].commands);
	}
	return collect(what);
}

static int run_commands(int argc, char **argv)
{
	char line[WORKER_LINE];
	int i, err = 0;

	for (i = 0; i < argc && !err; i++)
		err = run_command(argv[i]);
	if (argc)
		return err;
	while (!err && fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strcmp(line, "exit"))
			break;
		err = run_command(line);
	}
	return err;
}

static int stop_processes(void)
{
	unsigned int i;
	int status, err = 0;

	for (i = 0; i < nr_processes; i++) {
		if (processes[i].commands)
			fclose(processes[i].commands);
		if (processes[i].pid <= 0)
			continue;
		if (waitpid(processes[i].pid, &status, 0) < 0)
			status = -1;
		if (status)
			err = -EIO;
		if (status > 0 && WIFSIGNALED(status))
			printf("fail: process %u was killed by signal %d\n", i, WTERMSIG(status));
	}
	return err;
}

static int print_list(const struct worker_options *options)
{
	uint64_t step, count = options->count ? options->count : options->pages;

	for (step = 0; step < count; step++)
		printf("%lu\n", order_page(&options->order, step, options->pages, 0, 1));
	return fflush(stdout) != 0;
}

int main(int argc, char **argv)
{
	struct worker_options options = {
		.pages = 8 * (1 << 20) / PAGE_BYTES, .seed = 1, .threads = 1,
		.cpu = -1,
	};
	unsigned int i;
	int err;

	if (parse_options(argc, argv, &options)) {
		fputs(usage_text, stderr);
		return 2;
	}
	if (lists)
		return print_list(&options);
	lock_own_pages();
	signal(SIGPIPE, SIG_IGN); /* a dead process shows as a failed command */
	for (i = 0, err = 0; i < nr_processes && !err; i++)
		err = start_process(&options, i);
	handle_sigterm(on_sigterm_forward);
	if (!err)
		err = collect("ready");
	if (!err)
		err = run_commands(argc - optind, argv + optind);
	return stop_processes() || err;
}
