// SPDX-License-Identifier: GPL-2.0-only
/* See info.h. */
#include "info.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int take_text(char **text, const char *value)
{
	char *copy = strdup(value);

	if (!copy)
		return -ENOMEM;
	free(*text);
	*text = copy;
	return 0;
}

static int take_number(uint64_t *number, const char *value)
{
	char *end;

	errno = 0;
	*number = strtoull(value, &end, 10);
	return errno || *end || *value < '0' || *value > '9' ? -EBADMSG : 0;
}

static int take_flag(bool *flag, const char *value)
{
	uint64_t number;
	int err = take_number(&number, value);

	*flag = !err && number;
	return err;
}

int record_info__take(struct record_info *info, const char *key, const char *value)
{
	static const char *const texts[NR_RECORD_TEXTS] = {
		[RECORD_TEXT_SWAPRA] = "swapra",
		[RECORD_TEXT_KERNEL] = "kernel",
		[RECORD_TEXT_BACKEND] = "backend",
		[RECORD_TEXT_MOUNT] = "cgroup_mount",
	};

	for (unsigned i = 0; i < NR_RECORD_TEXTS; i++)
		if (!strcmp(key, texts[i]))
			return take_text(&info->texts[i], value);
	if (!strcmp(key, "interval_ns"))
		return take_number(&info->interval_ns, value);
	if (!strcmp(key, "sample"))
		return take_number(&info->sample, value);
	if (!strcmp(key, "events"))
		return take_flag(&info->events, value);
	if (!strcmp(key, "outcomes"))
		return take_flag(&info->outcomes, value);
	if (!strcmp(key, "verdicts"))
		return take_flag(&info->verdicts, value);
	if (!strcmp(key, "iaa"))
		return take_flag(&info->iaa, value);
	return 0;
}

void record_info__complete(struct record_info *info)
{
	info->swapra = info->texts[RECORD_TEXT_SWAPRA] ?: "?";
	info->kernel = info->texts[RECORD_TEXT_KERNEL] ?: "?";
	info->backend = info->texts[RECORD_TEXT_BACKEND] ?: "?";
	info->mount = info->texts[RECORD_TEXT_MOUNT] ?: "/sys/fs/cgroup";
}

void record_info__release(struct record_info *info)
{
	for (unsigned i = 0; i < NR_RECORD_TEXTS; i++)
		free(info->texts[i]);
}
