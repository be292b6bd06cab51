// SPDX-License-Identifier: GPL-2.0-only
/* Reading the kernel's build configuration; see kconfig.h. */
#include "kconfig.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "sysfile.h"

/* Four times the largest distribution configuration. */
#define CONFIG_MAX_BYTES (1 << 20)

static const char *const config_paths[] = {
	"/proc/config.gz",
	"/boot/config-%s",
	"/usr/lib/modules/%s/config",
};

/* zlib reads plain files as they are. */
static int read_text(const char *path, char **text)
{
	gzFile file;
	char *buf;
	int n;

	errno = 0;
	file = gzopen(path, "rbe");
	if (!file)
		return errno ? -errno : -ENOMEM;
	buf = malloc(CONFIG_MAX_BYTES + 2);
	if (!buf) {
		gzclose(file);
		return -ENOMEM;
	}
	buf[0] = '\n'; /* so that every line, the first too, starts after one */
	n = gzread(file, buf + 1, CONFIG_MAX_BYTES);
	gzclose(file);
	if (n < 0) {
		free(buf);
		return -EIO;
	}
	buf[n + 1] = '\0';
	*text = buf;
	return 0;
}

int kconfig__load(struct kconfig *config, const char *root, const char *release)
{
	char relative[PATH_MAX / 2], path[PATH_MAX];
	int err = -ENOENT;

	*config = (struct kconfig){};
	for (size_t i = 0; i < sizeof(config_paths) / sizeof(config_paths[0]); i++) {
		snprintf(relative, sizeof(relative), config_paths[i], release);
		sysfile__path(path, root, relative);
		err = read_text(path, &config->text);
		if (!err) {
			config->path = config_paths[i];
			return 0;
		}
	}
	return err;
}

void kconfig__free(struct kconfig *config)
{
	free(config->text);
	*config = (struct kconfig){};
}

bool kconfig__is_yes(const struct kconfig *config, const char *symbol)
{
	char line[96];

	snprintf(line, sizeof(line), "\nCONFIG_%s=y\n", symbol);
	return config->text && strstr(config->text, line);
}

bool kconfig__is_offered(const struct kconfig *config, const char *symbol)
{
	char line[96];

	snprintf(line, sizeof(line), "\n# CONFIG_%s is not set\n", symbol);
	return config->text &&
	       (strstr(config->text, line) || kconfig__is_yes(config, symbol));
}
