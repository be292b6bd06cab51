// SPDX-License-Identifier: GPL-2.0-only
/* What this process is allowed to do, as far as files tell; see privilege.h. */
#include "privilege.h"

#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kconfig.h"
#include "sysfile.h"

/* A number behind "key:" in /proc/self/status. */
static bool status_number(const char *text, const char *key, int base,
			  uint64_t *value)
{
	const char *line = strstr(text, key);

	if (!line)
		return false;
	*value = strtoull(line + strlen(key), NULL, base);
	return true;
}

static void read_status(struct privilege *privilege, const char *root)
{
	uint64_t seccomp = 0;
	char text[8192];

	sysfile__read(root, "/proc/self/status", text, sizeof(text));
	privilege->capabilities_known =
		status_number(text, "\nCapEff:", 16, &privilege->capabilities);
	status_number(text, "\nSeccomp:", 10, &seccomp);
	privilege->has_seccomp = seccomp != 0;
}

/* The initial user namespace maps every id onto itself. */
static void read_uid_map(struct privilege *privilege, const char *root)
{
	unsigned first, onto, count;
	char text[256];

	if (sysfile__read(root, "/proc/self/uid_map", text, sizeof(text)) <= 0)
		return;
	if (sscanf(text, "%u %u %u", &first, &onto, &count) == 3)
		privilege->in_user_namespace = first || onto || count != ~0U;
}

static bool set_lockdown(struct privilege *privilege, enum lockdown lockdown,
			 const char *source)
{
	privilege->lockdown = lockdown;
	privilege->lockdown_source = source;
	return true;
}

/* "none [integrity] confidentiality": the current one is in brackets. */
static bool read_lockdown_file(struct privilege *privilege, const char *root)
{
	static const char path[] = "/sys/kernel/security/lockdown";
	char text[128];

	if (sysfile__read(root, path, text, sizeof(text)) <= 0)
		return false;
	if (strstr(text, "[none]"))
		return set_lockdown(privilege, LOCKDOWN_NONE, path);
	if (strstr(text, "[integrity]"))
		return set_lockdown(privilege, LOCKDOWN_INTEGRITY, path);
	if (strstr(text, "[confidentiality]"))
		return set_lockdown(privilege, LOCKDOWN_CONFIDENTIALITY, path);
	return false;
}

/*
 * What the build forces, or rules out. Less than the file tells: a boot option
 * or Secure Boot may have locked down more.
 */
static bool read_lockdown_config(struct privilege *privilege, const char *root,
				 const char *release)
{
	static const char source[] = "kernel configuration";
	struct kconfig config;
	bool known = false;

	if (kconfig__load(&config, root, release))
		return false;
	if (!kconfig__is_yes(&config, "SECURITY_LOCKDOWN_LSM"))
		known = set_lockdown(privilege, LOCKDOWN_NONE, source);
	else if (kconfig__is_yes(&config, "LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY"))
		known = set_lockdown(privilege, LOCKDOWN_CONFIDENTIALITY, source);
	else if (kconfig__is_yes(&config, "LOCK_DOWN_KERNEL_FORCE_INTEGRITY"))
		known = set_lockdown(privilege, LOCKDOWN_INTEGRITY, source);
	kconfig__free(&config);
	privilege->lockdown_at_least = privilege->lockdown == LOCKDOWN_INTEGRITY;
	return known;
}

static enum toggle read_toggle(const char *root, const char *path)
{
	long value;

	if (sysfile__read_number(root, path, &value))
		return TOGGLE_UNKNOWN;
	return value ? TOGGLE_ON : TOGGLE_OFF;
}

static enum toggle inverted(enum toggle toggle)
{
	if (toggle == TOGGLE_UNKNOWN)
		return toggle;
	return toggle == TOGGLE_ON ? TOGGLE_OFF : TOGGLE_ON;
}

void privilege__probe(struct privilege *privilege, const struct kernel *kernel,
		      const char *root)
{
	*privilege = (struct privilege){};
	read_status(privilege, root);
	read_uid_map(privilege, root);
	if (!read_lockdown_file(privilege, root))
		read_lockdown_config(privilege, root, kernel->release);
	privilege->unprivileged_bpf = inverted(
		read_toggle(root, "/proc/sys/kernel/unprivileged_bpf_disabled"));
	privilege->kprobes_armed =
		read_toggle(root, "/sys/kernel/debug/kprobes/enabled");
	privilege->ftrace_enabled =
		read_toggle(root, "/proc/sys/kernel/ftrace_enabled");
}

bool privilege__has(const struct privilege *privilege, int capability)
{
	return privilege->capabilities >> capability & 1;
}

bool privilege__missing(const struct privilege *privilege, char *buf, size_t len)
{
	bool bpf = privilege__has(privilege, CAP_BPF);
	bool perfmon = privilege__has(privilege, CAP_PERFMON);

	buf[0] = '\0';
	/* CAP_SYS_ADMIN is what both were carved out of; it still serves for them. */
	if (!privilege->capabilities_known ||
	    privilege__has(privilege, CAP_SYS_ADMIN) || (bpf && perfmon))
		return false;
	snprintf(buf, len, "%s%s%s", bpf ? "" : "CAP_BPF",
		 bpf || perfmon ? "" : " and ", perfmon ? "" : "CAP_PERFMON");
	return true;
}

const char *lockdown__name(enum lockdown lockdown)
{
	static const char *const names[] = {
		[LOCKDOWN_UNKNOWN] = "unknown",
		[LOCKDOWN_NONE] = "none",
		[LOCKDOWN_INTEGRITY] = "integrity",
		[LOCKDOWN_CONFIDENTIALITY] = "confidentiality",
	};

	return names[lockdown];
}
