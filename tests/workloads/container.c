// SPDX-License-Identifier: GPL-2.0-only
/*
 * container: runs a command as a container runtime does.
 *
 *   container ROOT CAPABILITIES COMMAND [ARGUMENT]...
 *
 * In namespaces of its own for mounts, cgroups and processes, with ROOT as the root, root's
 * id, and those capabilities alone, as cap_from_text(3) reads them. Below ROOT there must be
 * proc and sys; /sys/fs/cgroup is the machine's, read-only, /sys/kernel/tracing too. SIGTERM is
 * passed on; the exit status is that of the command.
 */
#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void give_up(const char *what)
{
	fprintf(stderr, "container: cannot %s: %s\n", what, strerror(errno));
	exit(1);
}

static void mount_below(const char *root, const char *source, const char *place, const char *type,
			unsigned long flags)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s%s", root, place);
	if (mount(source, path, type, flags, NULL))
		give_up(path);
}

static void mount_all(const char *root)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		give_up("keep mounts to itself");
	mount_below(root, "proc", "/proc", "proc", 0);
	mount_below(root, "sysfs", "/sys", "sysfs", MS_RDONLY);
	mount_below(root, "/sys/fs/cgroup", "/sys/fs/cgroup", NULL, MS_BIND);
	mount_below(root, NULL, "/sys/fs/cgroup", NULL, MS_BIND | MS_REMOUNT | MS_RDONLY);
	mount_below(root, "/sys/kernel/tracing", "/sys/kernel/tracing", NULL, MS_BIND);
}

/* The bounding set is what root's id gets by execve(). */
static void keep_only(const char *names)
{
	cap_t caps = cap_from_text(names);
	cap_flag_value_t has;

	if (!caps)
		give_up("read the names of capabilities");
	for (cap_value_t cap = 0; cap < cap_max_bits(); cap++)
		if (cap_get_flag(caps, cap, CAP_PERMITTED, &has) ||
		    (has == CAP_CLEAR && cap_drop_bound(cap)))
			give_up("drop a capability");
	cap_free(caps);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		give_up("renounce new privileges");
}

static pid_t child;

static void pass_on(int number)
{
	kill(child, number);
}

int main(int argc, char **argv)
{
	int status;

	if (argc < 4) {
		fputs("usage: container ROOT CAPABILITIES COMMAND [ARGUMENT]...\n", stderr);
		return 2;
	}
	if (unshare(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWPID))
		give_up("leave the namespaces");
	child = fork();
	if (child < 0)
		give_up("fork");
	if (!child) {
		mount_all(argv[1]);
		if (chroot(argv[1]) || chdir("/"))
			give_up("enter the root");
		keep_only(argv[2]);
		execv(argv[3], argv + 3);
		give_up("execute the command");
	}
	signal(SIGTERM, pass_on);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			give_up("wait");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
