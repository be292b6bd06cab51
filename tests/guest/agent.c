// SPDX-License-Identifier: GPL-2.0-only
/*
 * PID 1 of a test guest: mounts, loads modules, then works through /guest/plan,
 * whose lines are `tick SECONDS`, `case NAME LIMIT` and `shell`. With arguments
 * it is a helper: see helpers[].
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"

static const struct {
	const char *type, *target;
} mounts[] = {
	{ "proc", "/proc" },
	{ "sysfs", "/sys" },
	{ "devtmpfs", "/dev" },
	{ "cgroup2", "/sys/fs/cgroup" },
	{ "bpf", "/sys/fs/bpf" },
	{ "debugfs", "/sys/kernel/debug" },
	{ "tracefs", "/sys/kernel/tracing" },
};

static void mount_all(void)
{
	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		mkdir(mounts[i].target, 0755);
		if (mount("none", mounts[i].target, mounts[i].type, 0, NULL))
			fprintf(stderr, "agent: cannot mount %s: %s\n", mounts[i].target,
				strerror(errno));
	}
}

/* The initramfs has no device nodes, so the kernel gave PID 1 no console. */
static void open_console(void)
{
	int fd = open("/dev/console", O_RDWR | O_NOCTTY);

	if (fd < 0)
		return;
	dup2(fd, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

static int load_module(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (syscall(SYS_finit_module, fd, "", 0) && errno != EEXIST)
		err = -errno;
	close(fd);
	return err;
}

static void load_modules(void)
{
	char line[256];
	FILE *file = fopen("/guest/modules", "re");

	while (file && fgets(line, sizeof(line), file)) {
		int err;

		line[strcspn(line, "\n")] = '\0';
		err = load_module(line);
		if (err)
			fprintf(stderr, "agent: cannot load %s: %s\n", line, strerror(-err));
	}
	if (file)
		fclose(file);
}

static int set_up(void)
{
	mount_all();
	open_console();
	setenv("PATH", "/bin:/sbin:/usr/bin:/usr/sbin", 1);
	setenv("HOME", "/", 1);
	mlockall(MCL_CURRENT | MCL_FUTURE); /* the agent must not show up in swap counters */
	write_text("/proc/self/oom_score_adj", "-1000");
	load_modules();
	write_text("/sys/fs/cgroup/cgroup.subtree_control", "+memory");
	mkdir("/run", 0755);
	mkdir(CASE_DIR, 0755);
	mkdir(GIVE_DIR, 0755);
	mkdir("/tmp", 01777);
	reset_remember();
	return channel_open();
}

static void check_boot_log(void)
{
	struct klog_window window;
	int fd = klog_open();

	klog_begin(&window);
	if (fd < 0)
		ctl("boot-splat /dev/kmsg cannot be read: %s", strerror(-fd));
	else
		klog_read(&window);
	if (window.nr_splat)
		ctl("boot-splat %s", window.first);
}

static void run_shell(void)
{
	pid_t pid = fork();

	if (!pid) {
		setsid();
		ioctl(STDIN_FILENO, TIOCSCTTY, 1);
		execl("/bin/sh", "sh", "/guest/shell.sh", NULL);
		_exit(127);
	}
	while (waitpid(-1, NULL, 0) != pid)
		;
}

/* A guest in which the kernel complained, or which could not be cleaned, is
 * given up: the cases that follow get a new one. */
static bool run_plan(FILE *plan)
{
	char line[256], name[NAME_SIZE];
	unsigned number;

	while (fgets(line, sizeof(line), plan)) {
		enum status status;

		if (sscanf(line, "tick %u", &number) == 1)
			ctl_set_tick(number);
		if (!strncmp(line, "shell", 5))
			run_shell();
		if (sscanf(line, "case %63s %u", name, &number) != 2)
			continue;
		status = case_run(name, number);
		if (status == STATUS_SPLAT || status == STATUS_LEFTOVER) {
			ctl("stop after %s", name);
			return false;
		}
	}
	return true;
}

static int init_main(void)
{
	struct utsname uts;
	FILE *plan;
	int err = set_up();

	if (err) {
		fprintf(stderr, "agent: no channel to the host: %s\n", strerror(-err));
		return err;
	}
	uname(&uts);
	ctl("hello %s %.1f", uts.release, now_s());
	err = klog_load_allowed("/guest/splats.allow");
	if (err)
		ctl("boot-splat splats.allow cannot be read: %s", strerror(-err));
	check_boot_log();
	plan = fopen("/guest/plan", "re");
	if (plan && run_plan(plan))
		ctl("bye");
	return 0;
}

/* A shell starts background jobs with SIGINT ignored; `sigdefault CMD…` undoes that. */
static int helper_sigdefault(char **args)
{
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	execvp(args[0], args);
	fprintf(stderr, "sigdefault: cannot run '%s': %s\n", args[0], strerror(errno));
	return 127;
}

/* `scan-log ALLOWED`: judge a kernel log on stdin, for the harness's own tests on the host. */
static int helper_scan_log(char **args)
{
	struct klog_window window;
	char line[1024];
	int err = klog_load_allowed(args[0]);

	if (err) {
		printf("invalid %s: %s\n", args[0], strerror(-err));
		return 1;
	}
	klog_begin(&window);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		klog_line(&window, line);
	}
	printf("%s\n", window.nr_splat ? window.first : "clean");
	return 0;
}

static const struct {
	const char *name;
	int (*run)(char **args);
} helpers[] = {
	{ "sigdefault", helper_sigdefault },
	{ "scan-log", helper_scan_log },
};

int main(int argc, char **argv)
{
	if (getpid() == 1) {
		init_main();
		/* No sync(): the disks are scratch, and it waits for a hung one.
		 * The host runs QEMU with -no-reboot. */
		reboot(RB_AUTOBOOT);
		return 1;
	}
	for (size_t i = 0; argc > 2 && i < sizeof(helpers) / sizeof(helpers[0]); i++)
		if (!strcmp(argv[1], helpers[i].name))
			return helpers[i].run(argv + 2);
	fprintf(stderr, "usage: agent sigdefault COMMAND… | agent scan-log ALLOWED\n");
	return 2;
}
