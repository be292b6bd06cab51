// SPDX-License-Identifier: GPL-2.0-only
/* Open addressing; see id_map.h. */
#include "id_map.h"

#include <stdbool.h>
#include <stdlib.h>

#define FIRST_CAPACITY 64

struct id_map_entry {
	uint64_t id;
	uint32_t value;
	bool is_used; /* every id is a valid one */
};

/* Ids of cgroups are inode numbers, one after the other: spread them. */
static size_t home(uint64_t id)
{
	return (id * 0x9e3779b97f4a7c15ULL) >> 32;
}

/* Where it is, or the empty place where it would be. There always is one. */
static struct id_map_entry *place(const struct id_map *map, uint64_t id)
{
	for (size_t at = home(id);; at++) {
		struct id_map_entry *entry = &map->entries[at & (map->capacity - 1)];

		if (!entry->is_used || entry->id == id)
			return entry;
	}
}

uint32_t *id_map__find(const struct id_map *map, uint64_t id)
{
	struct id_map_entry *entry;

	if (!map->capacity)
		return NULL;
	entry = place(map, id);
	return entry->is_used ? &entry->value : NULL;
}

static bool grow(struct id_map *map)
{
	struct id_map old = *map;

	map->capacity = old.capacity ? old.capacity * 2 : FIRST_CAPACITY;
	map->entries = calloc(map->capacity, sizeof(*map->entries));
	if (!map->entries) {
		*map = old;
		return false;
	}
	for (size_t i = 0; i < old.capacity; i++)
		if (old.entries[i].is_used)
			*place(map, old.entries[i].id) = old.entries[i];
	free(old.entries);
	return true;
}

uint32_t *id_map__add(struct id_map *map, uint64_t id, uint32_t value)
{
	struct id_map_entry *entry;

	if ((map->nr + 1) * 2 > map->capacity && !grow(map))
		return NULL;
	entry = place(map, id);
	*entry = (struct id_map_entry){ .id = id, .value = value, .is_used = true };
	map->nr++;
	return &entry->value;
}

/* Those behind it that would not be found past an empty place move up. */
void id_map__remove(struct id_map *map, uint64_t id)
{
	size_t mask = map->capacity - 1, hole = place(map, id) - map->entries;

	for (size_t at = (hole + 1) & mask; map->entries[at].is_used; at = (at + 1) & mask) {
		size_t way = (at - home(map->entries[at].id)) & mask;

		if (way < ((at - hole) & mask))
			continue;
		map->entries[hole] = map->entries[at];
		hole = at;
	}
	map->entries[hole].is_used = false;
	map->nr--;
}

void id_map__release(struct id_map *map)
{
	free(map->entries);
	*map = (struct id_map){};
}
