// SPDX-License-Identifier: GPL-2.0-only
/* The parser of policy specifications; see policy/spec.h. */
#include "policy/spec.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int policy_error__set(struct policy_error *why, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(why->text, sizeof(why->text), format, args);
	va_end(args);
	return -EINVAL;
}

static int add_setting(struct policy_spec *spec, const char *name, size_t length,
		       bool negative, uint64_t magnitude)
{
	struct policy_setting *more = reallocarray(spec->settings, spec->nr_settings + 1,
						   sizeof(*more));
	char *copy = strndup(name, length);

	if (more)
		spec->settings = more;
	if (!more || !copy) {
		free(copy);
		return -ENOMEM;
	}
	more[spec->nr_settings++] = (struct policy_setting){ copy, negative, magnitude };
	return 0;
}

/* By hand: strtoull() takes blanks and octal numbers. The whole text must be the number. */
static bool take_magnitude(const char *text, uint64_t *number)
{
	bool hex = text[0] == '0' && text[1] == 'x';
	unsigned base = hex ? 16 : 10;

	text += hex ? 2 : 0;
	if (!*text)
		return false;
	for (*number = 0; *text; text++) {
		unsigned digit = isdigit((unsigned char)*text) ? *text - '0' :
				 isxdigit((unsigned char)*text) ? (*text | 0x20) - 'a' + 10 : 99;

		if (digit >= base || __builtin_mul_overflow(*number, base, number) ||
		    __builtin_add_overflow(*number, digit, number))
			return false;
	}
	return true;
}

static const struct {
	const char *name;
	enum swapra_placement placement;
	const char *shown; /* behind the size; the default is not shown */
} placements[] = {
	{ "after", SWAPRA_AFTER, ",after" },
	{ "before", SWAPRA_BEFORE, ",before" },
	{ "around", SWAPRA_AROUND, "" },
};

#define NR_PLACEMENTS (sizeof(placements) / sizeof(placements[0]))

static size_t find_placement(const char *name)
{
	size_t i = 0;

	while (i < NR_PLACEMENTS && strcmp(name, placements[i].name))
		i++;
	return i;
}

/* "N[,PLACEMENT]"; the text is cut at the comma. */
static int parse_window(struct policy_spec *spec, char *text, struct policy_error *why)
{
	char *size = strsep(&text, ",");
	size_t i = find_placement(text ?: "around");
	uint64_t window;

	if (!take_magnitude(size, &window) || window < 1 || window > SWAPRA_MAX_WINDOW)
		return policy_error__set(why, "window '%s' is not a whole number from 1 to %d",
					 size, SWAPRA_MAX_WINDOW);
	if (i == NR_PLACEMENTS)
		return policy_error__set(why, "placement '%s' is none of after, before, around",
					 text);
	spec->shipped = "window";
	snprintf(spec->name, sizeof(spec->name), "window=%u%s", (unsigned)window,
		 placements[i].shown);
	return add_setting(spec, "window", strlen("window"), false, window) ?:
	       add_setting(spec, "placement", strlen("placement"), false, placements[i].placement);
}

/* "NAME=VALUE" */
static int parse_setting(struct policy_spec *spec, const char *text, struct policy_error *why)
{
	const char *value = strchr(text, '=');
	bool negative = value && value[1] == '-';
	uint64_t magnitude;

	if (!value || value == text)
		return policy_error__set(why, "setting '%s' is not NAME=VALUE", text);
	if (!take_magnitude(value + 1 + negative, &magnitude))
		return policy_error__set(why, "setting '%s': the value is not an integer", text);
	for (size_t i = 0; i < spec->nr_settings; i++)
		if (!strncmp(spec->settings[i].name, text, value - text) &&
		    !spec->settings[i].name[value - text])
			return policy_error__set(why, "setting '%s' is given twice",
						 spec->settings[i].name);
	return add_setting(spec, text, value - text, negative, magnitude);
}

/* The end of the file's name: a path may hold commas, an object's name ends in ".o". */
static size_t file_length(const char *text)
{
	const char *end = strstr(text, ".o,");
	size_t length = strlen(text);

	if (end)
		return end + 2 - text;
	return length > 2 && !strcmp(text + length - 2, ".o") ? length : 0;
}

static int parse_file(struct policy_spec *spec, char *text, struct policy_error *why)
{
	size_t length = file_length(text);
	char *setting;
	int err = 0;

	spec->file = strndup(text, length);
	if (!spec->file)
		return -ENOMEM;
	text = text[length] ? text + length + 1 : NULL;
	while (!err && (setting = strsep(&text, ",")))
		err = parse_setting(spec, setting, why);
	return err;
}

static const char *const without_settings[] = { "off", "kernel", "iaa" };

static const char *find_shipped(const char *name)
{
	for (size_t i = 0; i < sizeof(without_settings) / sizeof(without_settings[0]); i++)
		if (!strcmp(name, without_settings[i]))
			return without_settings[i];
	return NULL;
}

static int parse(struct policy_spec *spec, char *text, struct policy_error *why)
{
	static const char window[] = "window=";

	spec->shipped = find_shipped(text);
	if (spec->shipped) {
		snprintf(spec->name, sizeof(spec->name), "%s", spec->shipped);
		return 0;
	}
	if (policy_spec__is_file(text))
		return parse_file(spec, text, why);
	if (!strncmp(text, window, strlen(window)))
		return parse_window(spec, text + strlen(window), why);
	if (!strcmp(text, "window"))
		return policy_error__set(why, "window needs a size: window=N, 1 to %d",
					 SWAPRA_MAX_WINDOW);
	return policy_error__set(why, "'%s' is none of " POLICY_SPEC_FORMS, text);
}

int policy_spec__parse(struct policy_spec *spec, const char *text, struct policy_error *why)
{
	char *copy = strdup(text);
	int err;

	memset(spec, 0, sizeof(*spec));
	if (!copy)
		return -ENOMEM;
	err = parse(spec, copy, why);
	free(copy);
	return err;
}

bool policy_spec__is_file(const char *text)
{
	return file_length(text) > 0;
}

void policy_spec__release(struct policy_spec *spec)
{
	for (size_t i = 0; i < spec->nr_settings; i++)
		free(spec->settings[i].name);
	free(spec->settings);
	free(spec->file);
	memset(spec, 0, sizeof(*spec));
}
