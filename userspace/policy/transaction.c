// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attaching, replacing and clearing; see policy/transaction.h. A kill at any
 * point leaves each cgroup with its old policy or its new one: a link that is not
 * pinned yet goes with the process, one that is replaced is so in a single step of
 * the kernel.
 */
#include "policy/transaction.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "error.h"
#include "policy/object.h"

struct step {
	const struct policy_change *change;
	struct policy_object *object;
	struct bpf_link *link; /* POLICY_ADD: made here */
	int pinned;            /* descriptor of the link that was there; -1: none */
	int before;            /* descriptor of the map that it had */
	bool done;
};

static bool has_object(const struct step *step)
{
	return step->change->kind == POLICY_ADD || step->change->kind == POLICY_REPLACE;
}

/* What can be put back. */
static int remember(struct step *step)
{
	struct policy_link_info info;
	int err;

	step->pinned = policy_pin__open(step->change->cgroup);
	if (step->pinned < 0)
		return fail(-step->pinned, "policy of cgroup", step->change->path, "open the pin of");
	err = policy_link__info(step->pinned, &info);
	step->before = err ? err : bpf_map_get_fd_by_id(info.map);
	if (step->before < 0)
		return fail(-step->before, "policy of cgroup", step->change->path, "look at");
	return 0;
}

static int prepare(struct step *step, const struct policy_control *control)
{
	int err = 0;

	if (has_object(step)) {
		step->object = policy_object__open(step->change->spec);
		err = !step->object ? -errno :
		      policy_object__load(step->object, step->change->cgroup, control->status.abi);
	}
	if (!err && step->change->kind != POLICY_ADD)
		err = remember(step);
	return err;
}

/* In words, what the module means by refusing. */
static int refused(const struct step *step, int err, const char *verb)
{
	static const struct {
		int err;
		const char *advice;
	} meanings[] = {
		{ EEXIST, "something else attached a policy there at the same time; swapra policy list" },
		{ EINVAL, "the module does not accept this policy; its reason is in dmesg" },
		{ EPROTONOSUPPORT, "the module does not accept this policy; its reason is in dmesg" },
		{ EBUSY, "the kernel's functions cannot be hooked; is kernel.ftrace_enabled 1? see dmesg" },
		{ ENOENT, "the cgroup was removed meanwhile" },
		{ EOPNOTSUPP, "the cgroup has no memory controller; see cgroup.subtree_control of its parent" },
	};

	fail(-err, "policy of cgroup", step->change->path, verb);
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].err == -err)
			hint("%s", meanings[i].advice);
	return err == -EOPNOTSUPP ? -ENODEV : err;
}

static int attach(struct step *step)
{
	char path[POLICY_PIN_PATH];
	int err;

	step->link = bpf_map__attach_struct_ops(policy_object__map(step->object));
	if (!step->link)
		return refused(step, -errno, "attach");
	policy_pin__path(path, step->change->cgroup);
	err = bpf_link__pin(step->link, path);
	if (!err)
		return 0;
	bpf_link__destroy(step->link);
	step->link = NULL;
	return fail(-err, "pin", path, "make");
}

/*
 * The map gets its value, which libbpf keeps to itself, only on the way to a link
 * of its own. That link is refused: the cgroup has a policy. By then the map can
 * take the other's place in the link that there is.
 */
static int replace(struct step *step)
{
	struct bpf_map *map = policy_object__map(step->object);
	struct bpf_link *link = bpf_map__attach_struct_ops(map);
	int err;

	if (link) {
		bpf_link__destroy(link);
		return refused(step, -ESTALE, "replace");
	}
	if (errno != EEXIST)
		return refused(step, -errno, "replace");
	err = bpf_link_update(step->pinned, bpf_map__fd(map), NULL);
	return err ? refused(step, err, "replace") : 0;
}

/* The policy stays until the link is closed. */
static int unpin(struct step *step)
{
	char path[POLICY_PIN_PATH];

	policy_pin__path(path, step->change->cgroup);
	return unlink(path) ? fail(errno, "pin", path, "remove") : 0;
}

static int make_change(struct step *step)
{
	int err = 0;

	switch (step->change->kind) {
	case POLICY_ADD:
		err = attach(step);
		break;
	case POLICY_REPLACE:
		err = replace(step);
		break;
	case POLICY_CLEAR:
		err = unpin(step);
		break;
	case POLICY_UNCHANGED:
		return 0;
	}
	step->done = !err;
	return err;
}

static int take_back(struct step *step)
{
	char path[POLICY_PIN_PATH];
	int err = 0;

	policy_pin__path(path, step->change->cgroup);
	switch (step->change->kind) {
	case POLICY_ADD:
		err = unlink(path) ? -errno : 0;
		break;
	case POLICY_REPLACE:
		err = bpf_link_update(step->pinned, step->before, NULL);
		break;
	case POLICY_CLEAR:
		err = bpf_obj_pin(step->pinned, path) ? -errno : 0;
		break;
	case POLICY_UNCHANGED:
		break;
	}
	return err ? fail(-err, "policy of cgroup", step->change->path, "put back") : 0;
}

static void take_all_back(struct step *steps, size_t nr)
{
	bool complete = true;

	while (nr--)
		if (steps[nr].done && take_back(&steps[nr]))
			complete = false;
	if (complete)
		complain("nothing was changed: all policies are as they were");
	else
		complain("not all policies are as they were; see `swapra policy list`");
}

/* Others may hold the link, too: taken away is taken away. */
static void detach_cleared(struct step *steps, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (steps[i].change->kind == POLICY_CLEAR)
			bpf_link_detach(steps[i].pinned);
}

/* Who interrupts it finds the whole list done, or nothing of it. */
static int change_all(struct step *steps, size_t nr)
{
	sigset_t all, before;
	int err = 0;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	for (size_t i = 0; i < nr && !err; i++)
		err = make_change(&steps[i]);
	if (err)
		take_all_back(steps, nr);
	else
		detach_cleared(steps, nr);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return err;
}

static int run(struct step *steps, size_t nr, const struct policy_control *control)
{
	int err = 0;

	for (size_t i = 0; i < nr && !err; i++)
		err = prepare(&steps[i], control);
	if (!err)
		return change_all(steps, nr);
	complain("nothing was changed: all policies are as they were");
	return err;
}

static void release(struct step *step)
{
	bpf_link__destroy(step->link);
	if (step->pinned >= 0)
		close(step->pinned);
	if (step->before >= 0)
		close(step->before);
	policy_object__close(step->object);
}

int policy_transaction__run(const struct policy_control *control, const struct policy_diff *diff)
{
	struct step *steps = calloc(diff->nr + 1, sizeof(*steps));
	int err;

	if (!steps)
		return fail(ENOMEM, "policies", NULL, "change");
	for (size_t i = 0; i < diff->nr; i++)
		steps[i] = (struct step){ .change = &diff->changes[i], .pinned = -1, .before = -1 };
	err = run(steps, diff->nr, control);
	for (size_t i = 0; i < diff->nr; i++)
		release(&steps[i]);
	free(steps);
	return err;
}
