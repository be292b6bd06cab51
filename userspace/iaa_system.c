// SPDX-License-Identifier: GPL-2.0-only
/* What sysfs and BTF tell of IAA; see iaa_system.h. */
#include "iaa_system.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include "sysfile.h"

#define DRIVER_DIR "/sys/bus/dsa/drivers/crypto"

static bool is_queue(const struct dirent *entry)
{
	unsigned device, queue;

	return sscanf(entry->d_name, "wq%u.%u", &device, &queue) == 2;
}

static unsigned count_queues(const char *root, const char *dir)
{
	char path[PATH_MAX];
	struct dirent **entries;
	unsigned nr = 0;
	int i, found;

	sysfile__path(path, root, dir);
	found = scandir(path, &entries, NULL, alphasort);
	for (i = 0; i < found; i++) {
		nr += is_queue(entries[i]);
		free(entries[i]);
	}
	if (found >= 0)
		free(entries);
	return nr;
}

/* Names as far as they fit. */
static void add_name(char *names, size_t size, const char *name)
{
	size_t used = strlen(names);

	if (used + strlen(name) + sizeof(" ...") < size)
		snprintf(names + used, size - used, "%s%s", used ? " " : "", name);
	else if (used < 4 || strcmp(names + used - 3, "..."))
		snprintf(names + used, size - used, " ...");
}

static void name_bound(struct iaa *iaa, const char *root)
{
	char path[PATH_MAX];
	struct dirent **entries;
	int i, found;

	sysfile__path(path, root, DRIVER_DIR);
	found = scandir(path, &entries, NULL, alphasort);
	for (i = 0; i < found; i++) {
		if (is_queue(entries[i]))
			add_name(iaa->bound, sizeof(iaa->bound), entries[i]->d_name);
		free(entries[i]);
	}
	if (found >= 0)
		free(entries);
}

static bool has_function(const struct btf *btf, const char *function)
{
	return btf__find_by_name_kind(btf, function, BTF_KIND_FUNC) > 0;
}

static void probe_code(struct iaa *iaa, const char *root, struct btf *vmlinux)
{
	libbpf_print_fn_t print;
	char path[PATH_MAX];
	struct btf *btf;

	sysfile__path(path, root, "/sys/kernel/btf/iaa_crypto");
	print = libbpf_set_print(NULL);
	btf = vmlinux ? btf__parse_split(path, vmlinux) : NULL;
	libbpf_set_print(print);
	if (!btf)
		return;
	iaa->has_btf = true;
	iaa->can_count = has_function(btf, "iaa_comp_acompress") &&
			 has_function(btf, "iaa_comp_adecompress") &&
			 has_function(btf, "iaa_desc_complete") &&
			 has_function(btf, "deflate_generic_decompress");
	iaa->has_software_compress = has_function(btf, "deflate_generic_compress");
	/* Each request has the memory for it. Drop when 7.2 is no longer supported. */
	iaa->joins_parts = btf__find_by_name_kind(btf, "iaa_req_ctx", BTF_KIND_STRUCT) > 0;
	btf__free(btf);
}

void iaa__probe(struct iaa *iaa, const char *root, struct btf *vmlinux)
{
	long verify;

	*iaa = (struct iaa){ .verify_compress = -1 };
	iaa->has_bus = !sysfile__exists(root, "/sys/bus/dsa");
	iaa->has_crypto = !sysfile__exists(root, "/sys/module/iaa_crypto");
	iaa->nr_queues = count_queues(root, "/sys/bus/dsa/devices");
	iaa->nr_bound = count_queues(root, DRIVER_DIR);
	name_bound(iaa, root);
	sysfile__read(root, DRIVER_DIR "/sync_mode", iaa->sync_mode, sizeof(iaa->sync_mode));
	if (!sysfile__read_number(root, DRIVER_DIR "/verify_compress", &verify))
		iaa->verify_compress = verify;
	probe_code(iaa, root, vmlinux);
}
