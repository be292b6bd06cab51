// SPDX-License-Identifier: GPL-2.0-only
/*
 * The preemption model. No interface that every user can read shows it, so
 * the sources are asked in the order of how much they can be trusted. Only the
 * first one sees a change made at run time.
 */
#include "kernel_probe.h"

#include <bpf/btf.h>
#include <stdio.h>
#include <string.h>

#include "kconfig.h"
#include "sysfile.h"

static const struct {
	const char *name;
	const char *symbol; /* Kconfig */
	enum preempt_model model;
} models[] = {
	{ "none", "PREEMPT_NONE", PREEMPT_NONE },
	{ "voluntary", "PREEMPT_VOLUNTARY", PREEMPT_VOLUNTARY },
	{ "lazy", "PREEMPT_LAZY", PREEMPT_LAZY },
	{ "full", "PREEMPT", PREEMPT_FULL },
};

#define NR_MODELS (sizeof(models) / sizeof(models[0]))

static void learnt(struct kernel *kernel, enum preempt_model model,
		   const char *source)
{
	kernel->preempt = model;
	kernel->preempt_source = source;
}

/* The whole word is one of the space-separated words of text. */
static bool has_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at += len)
		if ((at == text || at[-1] == ' ') && (!at[len] || at[len] == ' '))
			return true;
	return false;
}

/* "none voluntary (full)": the current one is in parentheses. */
static bool ask_debugfs(struct kernel *kernel, const char *root)
{
	static const char path[] = "/sys/kernel/debug/sched/preempt";
	char text[128], current[32];

	if (sysfile__read(root, path, text, sizeof(text)) <= 0)
		return false;
	for (size_t i = 0; i < NR_MODELS; i++) {
		snprintf(current, sizeof(current), "(%s)", models[i].name);
		if (has_word(text, current)) {
			learnt(kernel, models[i].model, path);
			return true;
		}
	}
	return false;
}

static bool ask_config(struct kernel *kernel, const struct kconfig *config)
{
	for (size_t i = 0; i < NR_MODELS; i++) {
		if (kconfig__is_yes(config, models[i].symbol)) {
			learnt(kernel, models[i].model, "kernel configuration");
			return true;
		}
	}
	return false;
}

enum answer { NO, YES, MAYBE };

static bool has_value(const struct btf *btf, const struct btf_type *type,
		      const char *name)
{
	const struct btf_enum *values = btf_enum(type);

	for (unsigned i = 0; i < btf_vlen(type); i++)
		if (!strcmp(btf__name_by_offset(btf, values[i].name_off), name))
			return true;
	return false;
}

/* The scheduler numbers its models in an enum that has no name to look up. */
static enum answer knows_lazy(const struct btf *btf)
{
	for (__u32 id = 1; btf && id < btf__type_cnt(btf); id++) {
		const struct btf_type *type = btf__type_by_id(btf, id);

		if (btf_is_enum(type) && !type->name_off &&
		    has_value(btf, type, "preempt_dynamic_full"))
			return has_value(btf, type, "preempt_dynamic_lazy") ? YES : NO;
	}
	return MAYBE;
}

/*
 * 7.0: architectures that have lazy preemption no longer offer none and
 * voluntary and ignore preempt= with them. The configuration leaves out what is
 * not offered. Without it, a kernel that knows no lazy model (before 6.13) is
 * sure to offer the other three; a later one may or may not.
 * Drop when 6.12 is no longer supported.
 */
static enum answer is_offered(const struct kernel *kernel,
			      const struct kconfig *config, size_t model)
{
	if (config->text)
		return kconfig__is_offered(config, models[model].symbol) ? YES : NO;
	if (models[model].model == PREEMPT_FULL)
		return YES;
	if (knows_lazy(kernel->btf) == NO)
		return models[model].model == PREEMPT_LAZY ? NO : YES;
	return MAYBE;
}

/* The last preempt= of the command line; the kernel takes the last one too. */
static const char *last_option(char *text)
{
	static const char prefix[] = "preempt=";
	const char *value = NULL;
	char *save;

	for (char *word = strtok_r(text, " \n", &save); word;
	     word = strtok_r(NULL, " \n", &save))
		if (!strncmp(word, prefix, strlen(prefix)))
			value = word + strlen(prefix);
	return value;
}

/* True when the command line settles it, also by leaving it open. */
static bool ask_command_line(struct kernel *kernel, const char *root,
			     const struct kconfig *config)
{
	char text[4096];
	const char *value;

	sysfile__read(root, "/proc/cmdline", text, sizeof(text));
	value = last_option(text);
	for (size_t i = 0; value && i < NR_MODELS; i++) {
		enum answer offered;

		if (strcmp(value, models[i].name))
			continue;
		offered = is_offered(kernel, config, i);
		if (offered == YES)
			learnt(kernel, models[i].model, "kernel command line");
		else if (offered == MAYBE)
			learnt(kernel, PREEMPT_UNKNOWN,
			       "kernel command line, which this kernel may ignore");
		return offered != NO;
	}
	return false;
}

/* Without PREEMPT_DYNAMIC the build decided; a boot option changes nothing. */
static void ask_version(struct kernel *kernel, const char *version)
{
	if (has_word(version, "PREEMPT"))
		learnt(kernel, PREEMPT_FULL, "uname -v (full or lazy)");
	else
		learnt(kernel, PREEMPT_NONE, "uname -v (none or voluntary)");
}

void kernel__probe_preempt(struct kernel *kernel, const char *root)
{
	char version[128];
	struct kconfig config;
	bool dynamic;

	learnt(kernel, PREEMPT_UNKNOWN, "no source could be read");
	sysfile__read(root, "/proc/sys/kernel/version", version, sizeof(version));
	if (has_word(version, "PREEMPT_RT")) {
		learnt(kernel, PREEMPT_RT, "uname -v");
		return;
	}
	if (ask_debugfs(kernel, root))
		return;

	dynamic = !version[0] || has_word(version, "PREEMPT_DYNAMIC");
	kconfig__load(&config, root, kernel->release);
	if (dynamic && ask_command_line(kernel, root, &config))
		goto out;
	if (!ask_config(kernel, &config) && !dynamic)
		ask_version(kernel, version);
out:
	kconfig__free(&config);
}
