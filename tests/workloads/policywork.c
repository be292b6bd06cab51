// SPDX-License-Identifier: GPL-2.0-only
/*
 * policywork: a policy of one cgroup that is attached, replaced and detached on
 * command, hundreds of times a second, and that nothing pins: it goes away with this
 * program. `swapra policy` does the same as users do, but takes its time.
 *
 *   policywork CGROUP [COMMAND]…
 *
 * Commands are arguments, or lines on standard input when there are none:
 *   attach WINDOW [PLACEMENT]  load a policy of that verdict and attach it
 *   replace WINDOW [PLACEMENT] the same in the place of the last one, in one step
 *   detach
 *   swap COUNT                 replace so often, by windows 1 and 16 in turn
 *   churn COUNT                attach, replace, detach so often
 * One line answers each, "done COMMAND", or "fail COMMAND: REASON", which ends it.
 * "ready" comes first. Exit status: 0 done, 1 failed, 2 wrong usage.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/types.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kmod/swapra_ops.h"

#define OBJECT "/policies/fixed.bpf.o"

/* Detaching takes many times as long as attaching: time for faults to meet the policy. */
#define STAY_US 2000

struct policy {
	struct bpf_object *object;
	struct bpf_map *map;
};

static __u64 cgroup_id;
static struct policy attached; /* what the link has, loaded by attach or replace */
static struct bpf_link *held;

static int policy_set(struct policy *policy, unsigned window, unsigned placement)
{
	struct bpf_map *map, *settings = NULL;
	__u32 verdict[2] = { window, placement };
	struct swapra_ops *ops;
	size_t size;

	bpf_object__for_each_map(map, policy->object) {
		if (bpf_map__type(map) == BPF_MAP_TYPE_STRUCT_OPS)
			policy->map = map;
		else
			settings = map;
	}
	ops = policy->map ? bpf_map__initial_value(policy->map, &size) : NULL;
	if (!ops || !settings)
		return -ENOEXEC;
	ops->cgroup_id = cgroup_id;
	snprintf(ops->name, sizeof(ops->name), "fixed=%u,%u", window, placement);
	return bpf_map__set_initial_value(settings, verdict, sizeof(verdict));
}

static int policy_load(struct policy *policy, unsigned window, unsigned placement)
{
	int err;

	*policy = (struct policy){ .object = bpf_object__open_file(OBJECT, NULL) };
	if (!policy->object)
		return -errno;
	err = policy_set(policy, window, placement);
	if (!err)
		err = bpf_object__load(policy->object);
	if (err)
		bpf_object__close(policy->object);
	return err;
}

static int link_attach(const struct policy *policy)
{
	held = bpf_map__attach_struct_ops(policy->map);
	return held ? 0 : -errno;
}

static int link_detach(void)
{
	int err = bpf_link__destroy(held);

	held = NULL;
	return err;
}

static int attach(unsigned window, unsigned placement)
{
	int err = policy_load(&attached, window, placement);

	return err ? err : link_attach(&attached);
}

static int replace(unsigned window, unsigned placement)
{
	struct policy old = attached;
	int err = policy_load(&attached, window, placement);

	if (!err)
		err = bpf_link__update_map(held, attached.map);
	bpf_object__close(old.object);
	return err;
}

static int detach(void)
{
	int err = link_detach();

	bpf_object__close(attached.object);
	return err;
}

/* One round: with a link that is there already, or from nothing to nothing. */
static int exchange(const struct policy *narrow, const struct policy *wide)
{
	int err = bpf_link__update_map(held, wide->map);

	return err ? err : bpf_link__update_map(held, narrow->map);
}

static int cycle(const struct policy *narrow, const struct policy *wide)
{
	int err = link_attach(narrow);

	if (err)
		return err;
	usleep(STAY_US);
	err = bpf_link__update_map(held, wide->map);
	if (err)
		return err;
	usleep(STAY_US);
	return link_detach();
}

/* The two objects are loaded once; what the link holds in the end is one of them. */
static int repeat(int (*round)(const struct policy *narrow, const struct policy *wide),
		  unsigned count)
{
	struct policy narrow, wide;
	int err = policy_load(&narrow, 1, SWAPRA_AROUND);

	if (err)
		return err;
	err = policy_load(&wide, 16, SWAPRA_AROUND);
	while (!err && count--)
		err = round(&narrow, &wide);
	bpf_object__close(wide.object);
	bpf_object__close(narrow.object);
	return err;
}

static int run(const char *line, char *name)
{
	unsigned number = 0, placement = SWAPRA_AROUND;
	int fields = sscanf(line, "%15s %u %u", name, &number, &placement);

	if (!strcmp(name, "detach"))
		return held ? detach() : -EINVAL;
	if (fields < 2 || !held != (!strcmp(name, "attach") || !strcmp(name, "churn")))
		return -EINVAL;
	if (!strcmp(name, "attach"))
		return attach(number, placement);
	if (!strcmp(name, "replace"))
		return replace(number, placement);
	if (!strcmp(name, "swap"))
		return repeat(exchange, (number + 1) / 2);
	if (!strcmp(name, "churn"))
		return repeat(cycle, number);
	return -EINVAL;
}

static int answer(const char *line)
{
	char name[16] = "";
	int err = run(line, name);

	if (err)
		printf("fail %s: %s\n", name, strerror(-err));
	else
		printf("done %s\n", name);
	fflush(stdout);
	return err;
}

static int serve(void)
{
	char line[64];
	int err = 0;

	while (!err && fgets(line, sizeof(line), stdin))
		err = answer(line);
	return err;
}

int main(int argc, char **argv)
{
	char path[256];
	struct stat st;
	int err = 0;

	if (argc < 2) {
		fprintf(stderr, "usage: policywork CGROUP [COMMAND]...\n");
		return 2;
	}
	snprintf(path, sizeof(path), "/sys/fs/cgroup/%s", argv[1]);
	if (stat(path, &st)) {
		fprintf(stderr, "policywork: %s: %s\n", path, strerror(errno));
		return 1;
	}
	cgroup_id = st.st_ino;
	printf("ready\n");
	fflush(stdout);
	for (int i = 2; !err && i < argc; i++)
		err = answer(argv[i]);
	return (argc > 2 ? err : serve()) ? 1 : 0;
}
