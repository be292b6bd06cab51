// SPDX-License-Identifier: GPL-2.0-only
/* Runs one case: its processes, its output, its time and the kernel's log meanwhile. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"

#define OUTPUT_LIMIT (4u << 20)
#define EXIT_SKIP 77
/* /proc/sys/kernel/tainted: died, warned, bad page, soft lockup */
#define TAINT_MASK ((1ul << 7) | (1ul << 9) | (1ul << 5) | (1ul << 14))

static const char *const status_names[NR_STATUS] = {
	[STATUS_SPLAT] = "splat", [STATUS_TIMEOUT] = "timeout", [STATUS_OUTPUT] = "output",
	[STATUS_FAIL] = "fail",   [STATUS_LEFTOVER] = "leftover", [STATUS_SKIP] = "skip",
	[STATUS_PASS] = "pass",
};

struct run {
	const char *name;
	pid_t pid;
	int out_fd;
	int signal_fd;
	int kmsg_fd;
	double begin, deadline;
	uint64_t nr_out_bytes;
	bool exited, timed_out, too_much;
	int wait_status;
	unsigned long taint;
	struct klog_window window;
	struct leftover left;
};

static int kmsg_fd = -2, child_fd = -1;

static int open_events(void)
{
	sigset_t mask;

	if (kmsg_fd != -2)
		return 0;
	kmsg_fd = klog_open();
	sigemptyset(&mask);
	sigaddset(&mask, SIGCHLD);
	sigprocmask(SIG_BLOCK, &mask, NULL);
	child_fd = signalfd(-1, &mask, SFD_NONBLOCK | SFD_CLOEXEC);
	return kmsg_fd < 0 ? kmsg_fd : child_fd < 0 ? -errno : 0;
}

static unsigned long read_taint(void)
{
	char text[32];

	if (read_text("/proc/sys/kernel/tainted", text, sizeof(text)))
		return 0;
	return strtoul(text, NULL, 10) & TAINT_MASK;
}

static void exec_case(const char *name, int out)
{
	char path[128];
	sigset_t none;

	setsid();
	dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	write_text("/proc/self/oom_score_adj", "0");
	setenv("CASE", name, 1);
	snprintf(path, sizeof(path), "/cases/%s.sh", name);
	if (chdir(CASE_DIR))
		_exit(126);
	execl("/bin/sh", "sh", path, NULL);
	_exit(127);
}

static int start(struct run *run)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC))
		return -errno;
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	run->pid = fork();
	if (run->pid < 0)
		return -errno;
	if (!run->pid)
		exec_case(run->name, fds[1]);
	close(fds[1]);
	run->out_fd = fds[0];
	return 0;
}

static void read_output(struct run *run)
{
	static char buffer[65536];
	ssize_t got;

	while ((got = read(run->out_fd, buffer, sizeof(buffer))) > 0) {
		if (run->nr_out_bytes + got <= OUTPUT_LIMIT)
			out_write(buffer, got);
		run->nr_out_bytes += got;
		if (run->nr_out_bytes > OUTPUT_LIMIT) {
			run->too_much = true;
			return;
		}
	}
	if (!got) { /* every writer is gone */
		close(run->out_fd);
		run->out_fd = -1;
	}
}

static void reap(struct run *run)
{
	struct signalfd_siginfo info;
	int status;
	pid_t pid;

	while (read(child_fd, &info, sizeof(info)) > 0)
		;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid != run->pid)
			continue;
		run->exited = true;
		run->wait_status = status;
	}
}

static void wait_for_end(struct run *run)
{
	while (!run->exited && !run->too_much && !run->timed_out) {
		struct pollfd fds[] = {
			{ .fd = run->out_fd, .events = POLLIN },
			{ .fd = child_fd, .events = POLLIN },
			{ .fd = kmsg_fd, .events = POLLIN },
		};

		poll(fds, 3, 1000);
		if (run->out_fd >= 0)
			read_output(run);
		klog_read(&run->window);
		reap(run);
		ctl_tick();
		run->timed_out = !run->exited && now_s() >= run->deadline;
	}
	if (run->timed_out)
		dump_processes();
}

static void send_file(const char *path, void *arg)
{
	const char *name = arg;
	const char *file = strrchr(path, '/') + 1;
	int err = data_send(name, path, file);

	if (err)
		ctl("note %s file %s could not be sent: %s", name, file, strerror(-err));
}

static enum status judge(const struct run *run)
{
	if (run->window.nr_splat)
		return STATUS_SPLAT;
	if (run->timed_out)
		return STATUS_TIMEOUT;
	if (run->too_much)
		return STATUS_OUTPUT;
	if (run->wait_status && !(WIFEXITED(run->wait_status) &&
				  WEXITSTATUS(run->wait_status) == EXIT_SKIP))
		return STATUS_FAIL;
	if (run->left.nr)
		return STATUS_LEFTOVER;
	return run->wait_status ? STATUS_SKIP : STATUS_PASS;
}

static void explain(const struct run *run, enum status status, char *text, size_t size)
{
	int wait_status = run->wait_status;

	text[0] = '\0';
	if (status == STATUS_SPLAT)
		snprintf(text, size, "kernel log: %.200s", run->window.first);
	else if (status == STATUS_TIMEOUT)
		snprintf(text, size, "not done after %.0f s", run->deadline - run->begin);
	else if (status == STATUS_OUTPUT)
		snprintf(text, size, "printed more than %u bytes", OUTPUT_LIMIT);
	else if (status == STATUS_LEFTOVER)
		snprintf(text, size, "%.240s", run->left.first);
	else if (status == STATUS_FAIL && WIFSIGNALED(wait_status))
		snprintf(text, size, "killed by signal %d", WTERMSIG(wait_status));
	else if (status == STATUS_FAIL)
		snprintf(text, size, "exit status %d", WEXITSTATUS(wait_status));
}

static int exit_code(const struct run *run)
{
	if (!run->exited)
		return 124;
	return WIFEXITED(run->wait_status) ? WEXITSTATUS(run->wait_status)
					   : 128 + WTERMSIG(run->wait_status);
}

/* Processes go first: they may still print, write files and make the kernel complain. */
static void finish(struct run *run)
{
	unsigned nr_strays = reset_kill_all(&run->left);

	if (run->exited && nr_strays)
		ctl("note %s %u stray processes killed", run->name, nr_strays);
	if (run->out_fd >= 0)
		read_output(run);
	if (run->out_fd >= 0)
		close(run->out_fd);
	each_entry(GIVE_DIR, send_file, (void *)run->name);
	reset_state(&run->left);
	remove_tree(CASE_DIR);
	remove_tree(GIVE_DIR);
	klog_read(&run->window);
	if (read_taint() & ~run->taint)
		klog_line(&run->window, "BUG: swapra agent: the kernel is tainted by this case");
}

enum status case_run(const char *name, unsigned limit_s)
{
	char reason[TEXT_SIZE];
	struct run run = { .name = name, .out_fd = -1 };
	enum status status;
	int err = open_events();

	ctl("case-begin %s %llu", name, (unsigned long long)out_offset());
	klog_begin(&run.window);
	klog_read(&run.window); /* a splat between two cases belongs to the second */
	run.taint = read_taint();
	run.begin = now_s();
	run.deadline = run.begin + limit_s;
	if (!err)
		err = start(&run);
	if (err) {
		ctl("case-end %s fail 0 %llu 126 cannot start: %s", name,
		    (unsigned long long)out_offset(), strerror(-err));
		return STATUS_FAIL;
	}
	wait_for_end(&run);
	double seconds = now_s() - run.begin;
	finish(&run);
	status = judge(&run);
	explain(&run, status, reason, sizeof(reason));
	ctl("case-end %s %s %.1f %llu %d %s", name, status_names[status], seconds,
	    (unsigned long long)out_offset(), exit_code(&run), reason);
	return run.left.nr ? STATUS_LEFTOVER : status; /* whatever it was: this guest is spoilt */
}
