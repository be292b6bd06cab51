// SPDX-License-Identifier: GPL-2.0-only
/*
 * Brings the guest back to the state of its boot after a case: no processes, no
 * swap, no test cgroups, no BPF objects, settings as they were. What does not
 * come back is reported as left behind, and the guest is not used again. So are
 * our modules and pinned BPF objects, even when they can be removed: a case that
 * uses them must see to their end.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"

#define PATIENCE_S 10
#define MAX_MOUNTS 64

/* Settings that cases change. zswap is disabled before its other settings change. */
static struct setting {
	const char *path;
	bool present;
	char value[128];
} settings[] = {
	{ .path = "/sys/module/zswap/parameters/enabled" },
	{ .path = "/sys/module/zswap/parameters/compressor" },
	{ .path = "/sys/module/zswap/parameters/zpool" },
	{ .path = "/sys/module/zswap/parameters/max_pool_percent" },
	{ .path = "/sys/module/zswap/parameters/accept_threshold_percent" },
	{ .path = "/sys/module/zswap/parameters/shrinker_enabled" },
	{ .path = "/proc/sys/vm/page-cluster" },
	{ .path = "/proc/sys/vm/swappiness" },
	{ .path = "/proc/sys/vm/overcommit_memory" },
	{ .path = "/proc/sys/vm/min_free_kbytes" },
	{ .path = "/proc/sys/vm/watermark_scale_factor" },
	{ .path = "/sys/block/vda/queue/rotational" },
	{ .path = "/sys/block/vdb/queue/rotational" },
	{ .path = "/sys/kernel/mm/swap/vma_ra_enabled" },
	{ .path = "/sys/kernel/mm/lru_gen/enabled" },
	{ .path = "/sys/kernel/mm/transparent_hugepage/enabled" },
	{ .path = "/proc/sys/kernel/modules_disabled" },
	{ .path = "/proc/sys/kernel/ftrace_enabled" },
	{ .path = "/proc/sys/kernel/kptr_restrict" },
	{ .path = "/proc/sys/kernel/bpf_stats_enabled" },
	{ .path = "/proc/sys/kernel/unprivileged_bpf_disabled" },
	{ .path = "/proc/sys/kernel/perf_event_paranoid" },
	{ .path = "/proc/sys/kernel/hung_task_timeout_secs" },
};

static char *boot_mounts[MAX_MOUNTS];
static unsigned nr_boot_mounts;
static uint32_t boot_bpf_id; /* BPF programs up to this id were there at boot */

__attribute__((format(printf, 2, 3)))
static void left_behind(struct leftover *left, const char *format, ...)
{
	char text[TEXT_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (!left->nr++)
		snprintf(left->first, sizeof(left->first), "%s", text);
	out_printf("agent: left behind: %s\n", text);
}

/* "always [madvise] never" is read, "madvise" is written. */
static int setting_read(const char *path, char *value, size_t size)
{
	char *open, *close;
	int err = read_text(path, value, size);

	if (err || !(open = strchr(value, '[')) || !(close = strchr(open, ']')))
		return err;
	*close = '\0';
	memmove(value, open + 1, close - open);
	return 0;
}

static uint32_t next_bpf_id(uint32_t after)
{
	union bpf_attr attr = { .start_id = after };

	if (syscall(SYS_bpf, BPF_PROG_GET_NEXT_ID, &attr, sizeof(attr)))
		return 0;
	return attr.next_id;
}

static unsigned list_mounts(char **mounts, unsigned max)
{
	char source[1024], target[1024];
	unsigned nr = 0;
	FILE *file = fopen("/proc/mounts", "re");

	if (!file)
		return 0;
	while (nr < max && fscanf(file, "%1023s %1023s %*[^\n]", source, target) == 2)
		mounts[nr++] = strdup(target);
	fclose(file);
	return nr;
}

void reset_remember(void)
{
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		settings[i].present = !setting_read(settings[i].path, settings[i].value,
						    sizeof(settings[i].value));
	for (uint32_t id = 0; (id = next_bpf_id(id));)
		boot_bpf_id = id;
	nr_boot_mounts = list_mounts(boot_mounts, MAX_MOUNTS);
}

static void restore_settings(struct leftover *left)
{
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		struct setting *setting = &settings[i];
		char value[128];

		if (!setting->present || setting_read(setting->path, value, sizeof(value)) ||
		    !strcmp(value, setting->value))
			continue;
		write_text(setting->path, setting->value);
		if (setting_read(setting->path, value, sizeof(value)) ||
		    strcmp(value, setting->value))
			left_behind(left, "%s is %s, cannot be set back to %s", setting->path, value,
				    setting->value);
	}
}

static void report_process(const char *path, void *arg)
{
	char file[4200], text[256];

	snprintf(file, sizeof(file), "%s/cmdline", path);
	if (strtol(path + strlen("/proc/"), NULL, 10) <= 1 ||
	    read_text(file, text, sizeof(text)) || !text[0])
		return; /* PID 1, a kernel thread, or a zombie */
	snprintf(file, sizeof(file), "%s/comm", path);
	read_text(file, text, sizeof(text));
	left_behind(arg, "process %s (%s) cannot be killed", path + strlen("/proc/"), text);
}

/* kill(-1) from PID 1 reaches every user process but PID 1, and PID 1 inherits
 * all orphans: nobody is left once there is no child to wait for. */
unsigned reset_kill_all(struct leftover *left)
{
	double deadline = now_s() + PATIENCE_S;
	unsigned nr_reaped = 0;

	while (now_s() < deadline) {
		pid_t pid;

		kill(-1, SIGKILL);
		while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
			nr_reaped++;
		if (pid < 0 && errno == ECHILD)
			return nr_reaped;
		ctl_tick();
		usleep(5000); /* SIGCHLD is blocked; the next look is the event */
	}
	each_entry("/proc", report_process, left);
	return nr_reaped;
}

static void unmount_new(struct leftover *left)
{
	char *mounts[MAX_MOUNTS];
	unsigned nr = list_mounts(mounts, MAX_MOUNTS);

	while (nr > nr_boot_mounts)
		if (umount2(mounts[--nr], MNT_DETACH))
			left_behind(left, "mount %s: %s", mounts[nr], strerror(errno));
}

static void swap_off(struct leftover *left)
{
	char name[1024];
	FILE *file;
	bool again = true;

	while (again && (file = fopen("/proc/swaps", "re"))) {
		again = fscanf(file, "%*[^\n] %1023s", name) == 1;
		fclose(file);
		if (again && swapoff(name)) {
			left_behind(left, "swap %s: %s", name, strerror(errno));
			return;
		}
	}
}

static void reset_zram(const char *path, void *arg)
{
	char file[4200];

	if (strncmp(path, "/sys/block/zram", strlen("/sys/block/zram")))
		return;
	snprintf(file, sizeof(file), "%s/reset", path);
	if (write_text(file, "1"))
		left_behind(arg, "%s cannot be reset", path);
	else if (strcmp(path, "/sys/block/zram0"))
		write_text("/sys/class/zram-control/hot_remove", path + strlen("/sys/block/zram"));
}

static void remove_cgroup(const char *path, void *arg)
{
	struct stat st;

	if (lstat(path, &st) || !S_ISDIR(st.st_mode))
		return;
	each_entry(path, remove_cgroup, arg);
	for (double deadline = now_s() + PATIENCE_S; rmdir(path) && errno != ENOENT;) {
		if (errno != EBUSY || now_s() > deadline) {
			left_behind(arg, "cgroup %s: %s", path, strerror(errno));
			return;
		}
		ctl_tick();
		usleep(5000);
	}
}

static void remove_dir(const char *path, void *arg)
{
	if (rmdir(path))
		left_behind(arg, "%s: %s", path, strerror(errno));
}

static void reset_tracing(struct leftover *left)
{
	static const char tracing[] = "/sys/kernel/tracing";
	static const char *const dynamic[] = { "kprobe_events", "uprobe_events", "dynamic_events" };
	char path[128], text[64];

	write_text("/sys/kernel/tracing/events/enable", "0");
	write_text("/sys/kernel/tracing/current_tracer", "nop");
	each_entry("/sys/kernel/tracing/instances", remove_dir, left);
	for (size_t i = 0; i < sizeof(dynamic) / sizeof(dynamic[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", tracing, dynamic[i]);
		if (read_text(path, text, sizeof(text)) || !text[0])
			continue;
		write_text(path, "\n");
		if (!read_text(path, text, sizeof(text)) && text[0])
			left_behind(left, "%s: %s", path, text);
	}
}

/* Our modules are not of this kernel's tree, and carry the taint flag O. The list
 * begins with the youngest, so what uses another one comes before it. */
static bool find_own_module(char name[NAME_SIZE])
{
	char line[512], taint[16];
	FILE *file = fopen("/proc/modules", "re");
	bool found = false;

	while (!found && file && fgets(line, sizeof(line), file))
		found = sscanf(line, "%63s %*s %*s %*s %*s %*s (%15[^)])", name, taint) == 2 &&
			strchr(taint, 'O');
	if (file)
		fclose(file);
	return found;
}

/* One still loaded would change what the next case sees, and means that a policy or
 * its user went without cleaning up. References of BPF objects end some RCU grace
 * periods after these: wait. */
static void unload_modules(struct leftover *left)
{
	double deadline = now_s() + PATIENCE_S;
	char name[NAME_SIZE];

	while (find_own_module(name)) {
		if (!syscall(SYS_delete_module, name, O_NONBLOCK)) {
			left_behind(left, "module %s was still loaded", name);
			continue;
		}
		if (now_s() > deadline) {
			left_behind(left, "module %s cannot be unloaded: %s", name, strerror(errno));
			return;
		}
		ctl_tick();
		usleep(5000);
	}
}

/* Directories may stay empty, an object that is pinned lives on. */
static void remove_pin(const char *path, void *arg)
{
	struct stat st;

	if (!lstat(path, &st) && S_ISDIR(st.st_mode)) {
		each_entry(path, remove_pin, arg);
		rmdir(path);
		return;
	}
	left_behind(arg, "pin %s%s", path, unlink(path) ? " cannot be removed" : "");
}

/* The kernel frees programs after RCU grace periods: wait, then complain. */
static void check_bpf(struct leftover *left)
{
	double deadline = now_s() + PATIENCE_S;

	while (next_bpf_id(boot_bpf_id)) {
		if (now_s() > deadline) {
			left_behind(left, "BPF program with id %u", next_bpf_id(boot_bpf_id));
			return;
		}
		ctl_tick();
		usleep(5000);
	}
}

void reset_state(struct leftover *left)
{
	reset_kill_all(left);
	if (left->nr)
		return; /* a process that does not die blocks all the rest */
	swap_off(left);
	unmount_new(left);
	each_entry("/sys/fs/bpf", remove_pin, left);
	unload_modules(left);
	check_bpf(left);
	each_entry("/sys/fs/cgroup", remove_cgroup, left);
	each_entry("/sys/block", reset_zram, left);
	reset_tracing(left);
	restore_settings(left);
}
