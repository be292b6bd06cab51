// SPDX-License-Identifier: GPL-2.0-only
/* Looking things up in BTF; see policy/btf.h. */
#include "policy/btf.h"

#include <bpf/btf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Behind typedefs and qualifiers. */
static const struct btf_type *bare_type(const struct btf *btf, uint32_t id)
{
	const struct btf_type *type = btf__type_by_id(btf, id);

	while (type && (btf_is_mod(type) || btf_is_typedef(type)))
		type = btf__type_by_id(btf, type->type);
	return type;
}

static const struct btf_type *find(const struct btf *btf, const char *name, uint32_t kind)
{
	int id = btf__find_by_name_kind(btf, name, kind);

	return id < 0 ? NULL : btf__type_by_id(btf, id);
}

const char *policy_btf__variable_type(const struct btf *btf, const char *variable)
{
	const struct btf_type *type = find(btf, variable, BTF_KIND_VAR);

	type = type ? bare_type(btf, type->type) : NULL;
	return type && btf_is_struct(type) ? btf__name_by_offset(btf, type->name_off) : NULL;
}

static const struct btf_member *find_member(const struct btf *btf, const char *structure,
					    const char *name, uint32_t *bits)
{
	const struct btf_type *type = find(btf, structure, BTF_KIND_STRUCT);

	for (int i = 0; type && i < btf_vlen(type); i++) {
		const struct btf_member *member = &btf_members(type)[i];

		*bits = btf_member_bit_offset(type, i);
		if (!strcmp(btf__name_by_offset(btf, member->name_off), name))
			return member;
	}
	return NULL;
}

int policy_btf__member(const struct btf *btf, const char *structure, const char *name,
		       struct btf_place *place)
{
	uint32_t bits;
	const struct btf_member *member = find_member(btf, structure, name, &bits);
	int64_t size = member ? btf__resolve_size(btf, member->type) : 0;

	if (!member || size <= 0)
		return -ENOENT;
	*place = (struct btf_place){ .offset = bits / 8, .size = size };
	return 0;
}

const char *policy_btf__surplus(const struct btf *here, const struct btf *there,
				const char *structure)
{
	const struct btf_type *type = find(here, structure, BTF_KIND_STRUCT);
	uint32_t bits;

	for (int i = 0; type && i < btf_vlen(type); i++) {
		const char *name = btf__name_by_offset(here, btf_members(type)[i].name_off);

		if (!find_member(there, structure, name, &bits))
			return name;
	}
	return NULL;
}

static bool is_integer(const struct btf_type *type)
{
	return type && (btf_is_int(type) || btf_is_any_enum(type)) && type->size <= 8;
}

static bool is_signed(const struct btf_type *type)
{
	return btf_is_int(type) ? btf_int_encoding(type) & BTF_INT_SIGNED : btf_kflag(type);
}

/* The number-th integer of .rodata; NULL behind the last one. */
static const char *constant(const struct btf *btf, int number, struct btf_place *place)
{
	const struct btf_type *section = find(btf, ".rodata", BTF_KIND_DATASEC);

	for (int i = 0; section && i < btf_vlen(section); i++) {
		const struct btf_var_secinfo *info = &btf_var_secinfos(section)[i];
		const struct btf_type *variable = btf__type_by_id(btf, info->type);
		const struct btf_type *type = bare_type(btf, variable->type);

		if (!is_integer(type) || number--)
			continue;
		*place = (struct btf_place){ info->offset, type->size, is_signed(type) };
		return btf__name_by_offset(btf, variable->name_off);
	}
	return NULL;
}

int policy_btf__constant(const struct btf *btf, const char *name, struct btf_place *place)
{
	const char *found;

	for (int i = 0; (found = constant(btf, i, place)); i++)
		if (!strcmp(found, name))
			return 0;
	return -ENOENT;
}

void policy_btf__list_constants(const struct btf *btf, char *out, size_t size)
{
	struct btf_place place;
	const char *name;
	size_t used = 0;

	snprintf(out, size, "none");
	for (int i = 0; used < size && (name = constant(btf, i, &place)); i++)
		used += snprintf(out + used, size - used, "%s%s", i ? ", " : "", name);
}
