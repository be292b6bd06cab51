// SPDX-License-Identifier: GPL-2.0-only
/* Capabilities and ids; see confine.h. For a process of one thread. */
#include "confine.h"

#include <errno.h>
#include <grp.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "../error.h"

/* Permitted and effective, as masks; nothing is inherited by other programs. */
static int set_capabilities(uint64_t permitted, uint64_t effective)
{
	cap_t caps = cap_init();
	int err = caps ? 0 : -ENOMEM;

	for (cap_value_t cap = 0; !err && cap < cap_max_bits(); cap++) {
		if (permitted & CAPABILITY(cap) &&
		    cap_set_flag(caps, CAP_PERMITTED, 1, &cap, CAP_SET))
			err = -errno;
		if (effective & CAPABILITY(cap) &&
		    cap_set_flag(caps, CAP_EFFECTIVE, 1, &cap, CAP_SET))
			err = -errno;
	}
	if (!err && cap_set_proc(caps))
		err = -errno;
	cap_free(caps);
	return err ? fail(-err, "capabilities", NULL, "set") : 0;
}

static int get_permitted(uint64_t *permitted)
{
	cap_t caps = cap_get_proc();
	cap_flag_value_t value;

	*permitted = 0;
	if (!caps)
		return fail(errno, "capabilities", NULL, "read");
	for (cap_value_t cap = 0; cap < cap_max_bits(); cap++)
		if (!cap_get_flag(caps, cap, CAP_PERMITTED, &value) && value == CAP_SET)
			*permitted |= CAPABILITY(cap);
	cap_free(caps);
	return 0;
}

/* What nobody below this process may ever get. Without CAP_SETPCAP it is not ours to say. */
static int drop_bounding(uint64_t permitted)
{
	if (!(permitted & CAPABILITY(CAP_SETPCAP)))
		return 0;
	for (cap_value_t cap = 0; cap < cap_max_bits(); cap++)
		if (cap_drop_bound(cap))
			return fail(errno, "capabilities", NULL, "drop for good");
	return 0;
}

static int switch_user(const struct user *user)
{
	if (!user)
		return 0;
	/* Else the change of user would drop all at once, also those to be kept. */
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0))
		return fail(errno, "capabilities", NULL, "keep");
	if (setgroups(user->nr_groups, user->groups) ||
	    setresgid(user->gid, user->gid, user->gid) ||
	    setresuid(user->uid, user->uid, user->uid)) {
		int err = fail(errno, "user", NULL, "switch");

		hint("--user needs CAP_SETUID and CAP_SETGID at the start, or root");
		return err;
	}
	return 0;
}

static uint64_t kept_capabilities;

int confine__enter(const struct user *user, uint64_t kept)
{
	uint64_t permitted;
	int err = get_permitted(&permitted);

	kept_capabilities = kept & permitted;
	if (!err)
		err = drop_bounding(permitted);
	if (!err)
		err = switch_user(user);
	if (!err && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		err = fail(errno, "new privileges", NULL, "rule out");
	if (!err && cap_reset_ambient())
		err = fail(errno, "capabilities", NULL, "drop");
	return err ? err : set_capabilities(kept_capabilities, 0);
}

int confine__raise(void)
{
	return set_capabilities(kept_capabilities, kept_capabilities);
}

int confine__lower(void)
{
	return set_capabilities(kept_capabilities, 0);
}
