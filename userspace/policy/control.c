// SPDX-License-Identifier: GPL-2.0-only
/* The footing of commands that change policies; see policy/control.h. */
#include "policy/control.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "policy/module.h"
#include "sysfile.h"

/* The module drops the policy of a removed cgroup; its pin stays for us to remove. */
static int remove_dead_pin(struct policy_control *control, const struct policy_pin *pin)
{
	bool exists = cgroups__path(control->cgroups, pin->cgroup);
	char path[POLICY_PIN_PATH];

	policy_pin__path(path, pin->cgroup);
	if (unlink(path) && errno != ENOENT)
		return fail(errno, "pin", path, "remove");
	complain("pin '%s': removed: %s", path,
		 exists ? "its policy was detached by somebody else" : "its cgroup is gone");
	return 0;
}

static int leave_out_dead_pins(struct policy_control *control, bool remove)
{
	struct policy_pins *pins = &control->pins;
	size_t nr = 0;
	int err = 0;

	for (size_t i = 0; i < pins->nr && !err; i++) {
		if (policy_pin__is_alive(&pins->rows[i], &control->status))
			pins->rows[nr++] = pins->rows[i];
		else if (remove)
			err = remove_dead_pin(control, &pins->rows[i]);
	}
	if (!err)
		pins->nr = nr;
	return err;
}

/* The state is read again under the lock: while waiting for it, others changed it. */
static int lock(struct policy_control *control, enum policy_access access)
{
	int err = policy_pins__open(&control->pins);

	if (err)
		return err;
	policy_status__release(&control->status);
	err = policy_module__status(&control->status);
	return err ? err : leave_out_dead_pins(control, access == POLICY_CHANGE);
}

int policy_control__open(struct policy_control *control, enum policy_access access)
{
	int err;

	*control = (struct policy_control){ .pins.lock = -1 };
	err = policy_module__status(&control->status);
	if (!err)
		err = policy_module__require_access();
	if (err)
		return err;
	control->cgroups = cgroups__open();
	if (!control->cgroups)
		return -errno;
	return access == POLICY_VERIFY ? 0 : lock(control, access);
}

void policy_control__close(struct policy_control *control)
{
	policy_pins__close(&control->pins);
	cgroups__close(control->cgroups);
	policy_status__release(&control->status);
}

static bool has_word(char *text, const char *word)
{
	char *found;

	while ((found = strsep(&text, " ")))
		if (!strcmp(found, word))
			return true;
	return false;
}

/* Without it, the faults of this cgroup count for one above. */
static int check_controller(const char *mount, const char *path)
{
	const char *parent_end = strrchr(path, '/');
	char file[PATH_MAX], text[512];

	snprintf(file, sizeof(file), "%s/cgroup.controllers", path);
	sysfile__read(mount, file, text, sizeof(text));
	if (has_word(text, "memory"))
		return 0;
	fail(ENODEV, "cgroup", path, "find the memory controller of");
	if (!path[1])
		hint("the kernel was started with cgroup_disable=memory, "
		     "or a version 1 hierarchy has the controller");
	else
		hint("echo +memory >%s%.*s/cgroup.subtree_control", mount,
		     (int)(parent_end - path), path);
	return -ENODEV;
}

int policy_control__find(struct policy_control *control, const char *cgroup, uint64_t *id,
			 const char **path)
{
	const char *mount = cgroups__mount(control->cgroups);
	int err = cgroups__find(control->cgroups, cgroup, id);

	*path = err ? NULL : cgroups__path(control->cgroups, *id);
	if (!err && !*path)
		err = -ENOMEM;
	if (!err)
		return check_controller(mount, *path);
	fail(-err, "cgroup", cgroup, "find");
	hint("name it by its path below %s", mount);
	return err;
}

const struct policy_pin *policy_control__pin(const struct policy_control *control,
					     uint64_t cgroup)
{
	return policy_pins__find(&control->pins, cgroup);
}

int policy_control__check_foreign(const struct policy_control *control, uint64_t cgroup,
				  const char *path)
{
	const struct policy_attached *policy = policy_status__policy(&control->status, cgroup);

	if (!policy || policy_control__pin(control, cgroup))
		return 0;
	fail(EEXIST, "policy of cgroup", path, "change");
	if (policy->link)
		hint("'%s' was not attached by swapra, but as BPF link %u; `bpftool link detach id %u`"
		     " takes it away", policy->name, policy->link, policy->link);
	else
		hint("'%s' was not attached by swapra, but registered without a link; "
		     "`bpftool struct_ops unregister` takes it away", policy->name);
	return -EEXIST;
}
