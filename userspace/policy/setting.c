// SPDX-License-Identifier: GPL-2.0-only
/* NAME=VALUE on its way into an object; see policy/setting.h. */
#include "policy/setting.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>

#include "error.h"
#include "policy/btf.h"

static bool fits(const struct policy_setting *setting, const struct btf_place *place)
{
	unsigned bits = 8 * place->size;
	uint64_t most = place->is_signed ? (1ULL << (bits - 1)) - 1 :
			bits == 64 ? UINT64_MAX : (1ULL << bits) - 1;

	if (setting->negative)
		return setting->magnitude <= (place->is_signed ? most + 1 : 0);
	return setting->magnitude <= most;
}

static int refuse_name(const struct policy_setting *setting, const struct btf *btf,
		       const char *label)
{
	char names[256];

	fail(ENOENT, "setting", setting->name, "find");
	policy_btf__list_constants(btf, names, sizeof(names));
	hint("integer settings of '%s': %s", label, names);
	return -ENOENT;
}

static int refuse_value(const struct policy_setting *setting, const char *label)
{
	fail(ERANGE, "setting", setting->name, "make");
	hint("its value does not fit into the variable of '%s'", label);
	return -ERANGE;
}

int policy_setting__make(struct bpf_object *object, const char *label,
			 const struct policy_setting *setting)
{
	struct bpf_map *rodata = bpf_object__find_map_by_name(object, ".rodata");
	const struct btf *btf = bpf_object__btf(object);
	uint64_t number = setting->negative ? -setting->magnitude : setting->magnitude;
	struct btf_place place;
	size_t room;
	char *value = rodata ? bpf_map__initial_value(rodata, &room) : NULL;

	if (!value || policy_btf__constant(btf, setting->name, &place) ||
	    place.offset + place.size > room)
		return refuse_name(setting, btf, label);
	if (!fits(setting, &place))
		return refuse_value(setting, label);
	/* The leading bytes of a number are its low ones: BPF objects are little-endian here. */
	memcpy(value + place.offset, &number, place.size);
	return 0;
}
