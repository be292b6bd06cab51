/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The links of swapra's policies, pinned so that they outlive the command: one
 * file a cgroup, called by its id, in a directory whose lock keeps two commands
 * from changing policies at the same time.
 */
#ifndef SWAPRA_POLICY_PINS_H
#define SWAPRA_POLICY_PINS_H

#include <stddef.h>
#include <stdint.h>

#include "policy/status.h"

#define POLICY_PINS "/sys/fs/bpf/swapra"
#define POLICY_PIN_PATH 64

struct policy_pin {
	uint64_t cgroup;
	uint32_t link; /* id; 0: what is pinned is not a link to a policy */
};

struct policy_pins {
	int lock; /* descriptor of the directory */
	struct policy_pin *rows;
	size_t nr;
};

/*
 * Wait for the lock, make the directory if need be, and read it. Returns 0 or
 * -errno, printed. Close in any case.
 */
int policy_pins__open(struct policy_pins *pins);
void policy_pins__close(struct policy_pins *pins);

/* The pin of a cgroup; NULL if there is none. */
const struct policy_pin *policy_pins__find(const struct policy_pins *pins, uint64_t cgroup);

/* The pin still holds the policy that the module has for its cgroup. */
bool policy_pin__is_alive(const struct policy_pin *pin, const struct policy_status *status);

/* Write the file's name. */
void policy_pin__path(char path[POLICY_PIN_PATH], uint64_t cgroup);

/* Open the pinned link. Returns a descriptor or -errno, not printed. */
int policy_pin__open(uint64_t cgroup);

/* What a struct_ops link is made of. */
struct policy_link_info {
	uint32_t id;
	uint32_t map; /* id of the struct_ops map */
};

/* Returns 0 or -errno, -EINVAL for another kind of link. */
int policy_link__info(int fd, struct policy_link_info *info);

#endif
