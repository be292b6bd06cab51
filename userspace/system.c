// SPDX-License-Identifier: GPL-2.0-only
/* The rest of the machine; see system.h. */
#include "system.h"

#include <errno.h>
#include <limits.h>
#include <mntent.h>
#include <stdio.h>
#include <string.h>

#include "sysfile.h"

#define ZSWAP_DIR "/sys/module/zswap/parameters/"

static int parameter(const char *root, const char *path)
{
	long value;

	return sysfile__read_number(root, path, &value) ? -1 : (int)value;
}

void zswap__probe(struct zswap *zswap, const char *root)
{
	long enabled = 0;

	*zswap = (struct zswap){};
	zswap->error = -sysfile__read_number(root, ZSWAP_DIR "enabled", &enabled);
	zswap->enabled = enabled;
	sysfile__read(root, ZSWAP_DIR "compressor", zswap->compressor,
		      sizeof(zswap->compressor));
	/* Drop when 6.12 is no longer supported. */
	sysfile__read(root, ZSWAP_DIR "zpool", zswap->zpool, sizeof(zswap->zpool));
	zswap->max_pool_percent = parameter(root, ZSWAP_DIR "max_pool_percent");
	zswap->shrinker_enabled = parameter(root, ZSWAP_DIR "shrinker_enabled");
}

/* The controller is one of the space-separated words of cgroup.controllers. */
static bool offers_memory(const char *root, const char *mount)
{
	char path[PATH_MAX], text[256], *save;

	snprintf(path, sizeof(path), "%s/cgroup.controllers", mount);
	sysfile__read(root, path, text, sizeof(text));
	for (char *word = strtok_r(text, " ", &save); word;
	     word = strtok_r(NULL, " ", &save))
		if (!strcmp(word, "memory"))
			return true;
	return false;
}

void cgroups__probe(struct cgroups *cgroups, const char *root)
{
	char path[PATH_MAX], line[1024];
	struct mntent mount;
	FILE *file;

	*cgroups = (struct cgroups){};
	sysfile__path(path, root, "/proc/self/mounts");
	file = setmntent(path, "re");
	if (!file) {
		cgroups->error = errno;
		return;
	}
	while (getmntent_r(file, &mount, line, sizeof(line))) {
		if (!strcmp(mount.mnt_type, "cgroup") && hasmntopt(&mount, "memory"))
			cgroups->has_v1_memory = true;
		if (!strcmp(mount.mnt_type, "cgroup2") && !cgroups->mount[0])
			snprintf(cgroups->mount, sizeof(cgroups->mount), "%.255s",
				 mount.mnt_dir);
	}
	endmntent(file);
	cgroups->has_memory = cgroups->mount[0] && offers_memory(root, cgroups->mount);
}
