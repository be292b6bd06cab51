// SPDX-License-Identifier: GPL-2.0-only
/* Explaining what keeps policies from being used; see policy/module.h. */
#include "policy/module.h"

#include <errno.h>
#include <linux/capability.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "error.h"
#include "kconfig.h"
#include "privilege.h"
#include "sysfile.h"

#define MODULE_BTF "/sys/kernel/btf/swapra"

/* depmod lists every module of a kernel, wherever it was installed to. */
static bool is_installed(const char *root, const char *release)
{
	char path[PATH_MAX], *line = NULL;
	bool found = false;
	size_t room = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/lib/modules/%s/modules.dep", release);
	file = sysfile__open(root, path);
	if (!file)
		return false;
	while (!found && getline(&line, &room, file) > 0) {
		line[strcspn(line, ":")] = '\0';
		found = strstr(line, "/swapra.ko") || !strncmp(line, "swapra.ko", 9);
	}
	free(line);
	fclose(file);
	return found;
}

static bool explain_kernel(struct obstacle *obstacle, const char *root, const char *release)
{
	struct kconfig config;
	bool lacks = false;

	if (kconfig__load(&config, root, release))
		return false;
	if (!kconfig__is_yes(&config, "DEBUG_INFO_BTF_MODULES")) {
		obstacle__advise(obstacle, "this kernel has no BTF of modules (CONFIG_DEBUG_INFO_BTF_MODULES), "
		       "without which no module can take policies");
		lacks = true;
	}
	kconfig__free(&config);
	return lacks;
}

/* Who refuses a module that nobody signed; NULL if nobody is known to. */
static const char *signature_wanted_by(const char *root, const char *release)
{
	struct privilege privilege;
	struct kernel kernel = {};
	long enforced = 0;

	snprintf(kernel.release, sizeof(kernel.release), "%s", release);
	privilege__probe(&privilege, &kernel, root);
	if (privilege.lockdown == LOCKDOWN_INTEGRITY ||
	    privilege.lockdown == LOCKDOWN_CONFIDENTIALITY)
		return "the kernel is locked down, as under Secure Boot";
	sysfile__read_number(root, "/sys/module/module/parameters/sig_enforce", &enforced);
	return enforced ? "module.sig_enforce is set" : NULL;
}

void policy_module__explain(struct obstacle *obstacle, const char *root, const char *release)
{
	const char *wanted;
	long disabled = 0;

	*obstacle = (struct obstacle){
		.error = ENOTSUP, .cause = ENOENT,
		.subject = "kernel module", .name = "swapra", .verb = "use",
	};
	if (explain_kernel(obstacle, root, release))
		return;
	sysfile__read_number(root, "/proc/sys/kernel/modules_disabled", &disabled);
	wanted = signature_wanted_by(root, release);
	if (!is_installed(root, release))
		obstacle__advise(obstacle, "it is not installed for Linux %s; `make install-kmod` builds and "
		       "installs it%s%s%s, then `modprobe swapra`", release,
		       wanted ? ", it has to be signed (" : "", wanted ?: "", wanted ? ")" : "");
	else if (disabled)
		obstacle__advise(obstacle, "it is installed, but loading of modules is disabled until the "
		       "next boot (kernel.modules_disabled)");
	else if (wanted)
		obstacle__advise(obstacle, "it is installed; %s, so it must be signed with a key that the "
		       "kernel trusts (mokutil --import), then `modprobe swapra`", wanted);
	else
		obstacle__advise(obstacle, "it is installed, but not loaded: `modprobe swapra`");
}

static int explain_absence(void)
{
	struct obstacle obstacle;
	struct utsname names;

	uname(&names);
	policy_module__explain(&obstacle, "", names.release);
	return obstacle__print(&obstacle);
}

int policy_module__status(struct policy_status *status)
{
	int err = policy_status__read(status, "");

	if (err == -ENOENT)
		return explain_absence();
	if (!err)
		return 0;
	fail(-err, "module status", POLICY_STATUS_PATH, "read");
	if (err == -EBADMSG)
		hint("module and swapra must be of one version: "
		     "`make install install-kmod`, then load the module anew");
	return err;
}

/* BTF of a module can be had with CAP_SYS_ADMIN only: CAP_BPF is not enough here. */
static int check_privilege(void)
{
	const struct kernel kernel = {};
	struct privilege privilege;

	privilege__probe(&privilege, &kernel, "");
	if (privilege.capabilities_known && !privilege__has(&privilege, CAP_SYS_ADMIN)) {
		fail(EPERM, "policies", NULL, "load");
		hint("this process lacks CAP_SYS_ADMIN; run swapra as root");
		return -EPERM;
	}
	if (privilege.in_user_namespace) {
		fail(EPERM, "policies", NULL, "load");
		hint("capabilities of a user namespace do not count for bpf(); "
		     "run swapra in the initial one, outside the container");
		return -EPERM;
	}
	return 0;
}

int policy_module__require_access(void)
{
	int err = check_privilege();

	if (err || !sysfile__exists("", MODULE_BTF))
		return err;
	fail(ENOENT, "types of the module (BTF)", MODULE_BTF, "find");
	hint("the module was built without BTF, or for another kernel; "
	     "`make install-kmod` says what it needs");
	return -ENOTSUP;
}
