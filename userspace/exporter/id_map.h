/* SPDX-License-Identifier: GPL-2.0-only */
/* From 64-bit numbers (ids of cgroups, hashes of labels) to small ones. */
#ifndef SWAPRA_EXPORTER_ID_MAP_H
#define SWAPRA_EXPORTER_ID_MAP_H

#include <stddef.h>
#include <stdint.h>

struct id_map_entry;

/* Empty when all 0. */
struct id_map {
	struct id_map_entry *entries;
	size_t nr;
	size_t capacity; /* 0 or a power of two */
};

/* Its value, to be changed at will until the next add or remove; NULL if it is not there. */
uint32_t *id_map__find(const struct id_map *map, uint64_t id);

/* Add an id that is not there. Returns NULL when memory runs out. */
uint32_t *id_map__add(struct id_map *map, uint64_t id, uint32_t value);

/* Remove an id that is there. Values of others move. */
void id_map__remove(struct id_map *map, uint64_t id);

void id_map__release(struct id_map *map);

#endif
