// SPDX-License-Identifier: GPL-2.0-only
/* Rows of `swapra features` about the kernel module, which tracing does without. */
#include "feature_rows.h"

#include <errno.h>
#include <string.h>

/* Of a module that tells nothing the other rows have nothing to tell. */
static bool is_silent(struct feature *feature, const struct module *module)
{
	if (!module->error)
		return false;
	if (module->error == ENOENT)
		feature__set(feature, FEATURE_NO, "the module is not loaded");
	else
		feature__set(feature, FEATURE_UNKNOWN, POLICY_STATUS_PATH " cannot be read");
	return true;
}

void feature__module(struct feature *feature, const struct feature_facts *facts)
{
	const struct module *module = &facts->module;
	size_t nr = module->status.nr_policies;

	if (module->error == ENOENT)
		feature__set(feature, FEATURE_NO, "%s", module->absence);
	else if (module->error)
		feature__set(feature, FEATURE_UNKNOWN, POLICY_STATUS_PATH ": %s (%s)",
			     strerrorname_np(module->error) ?: "unknown error",
			     strerror(module->error));
	else
		feature__set(feature, FEATURE_YES, "version %s, ABI %u; %zu %s attached",
			     module->status.version, module->status.abi, nr,
			     nr == 1 ? "policy is" : "policies are");
}

void feature__module_needs(struct feature *feature, const struct feature_facts *facts)
{
	const struct module *module = &facts->module;

	if (!module->error) {
		feature__set(feature, FEATURE_YES, "the module is loaded");
		return;
	}
	if (!module->nr_needs) {
		feature__set(feature, FEATURE_UNKNOWN, "needs BTF");
		return;
	}
	feature->status = FEATURE_YES;
	for (size_t i = 0; i < module->nr_needs; i++) {
		if (module->needs[i].is_there)
			continue;
		feature->status = FEATURE_NO;
		feature__add(feature, "%s%s", feature->detail[0] ? ", " : "this kernel lacks: ",
			     module->needs[i].what);
	}
	if (feature->status == FEATURE_YES)
		feature__set(feature, FEATURE_YES, "this kernel has what the module needs");
}

/* Lockdown of either level asks for signatures as well, whatever sig_enforce says. */
void feature__unsigned_modules(struct feature *feature, const struct feature_facts *facts)
{
	const struct privilege *privilege = &facts->privilege;
	const struct module *module = &facts->module;

	if (module->loaded_unsigned)
		feature__set(feature, FEATURE_YES, "the module that is loaded is one");
	else if (module->loading == TOGGLE_OFF)
		feature__set(feature, FEATURE_NO,
			     "no module is, until the next boot (kernel.modules_disabled)");
	else if (privilege->lockdown == LOCKDOWN_INTEGRITY ||
		 privilege->lockdown == LOCKDOWN_CONFIDENTIALITY)
		feature__set(feature, FEATURE_NO, "lockdown refuses them: %s (%s), as under Secure Boot",
			     lockdown__name(privilege->lockdown), privilege->lockdown_source);
	else if (module->signatures_enforced == TOGGLE_ON)
		feature__set(feature, FEATURE_NO, "module.sig_enforce is set");
	else if (module->signatures_enforced == TOGGLE_UNKNOWN)
		feature__set(feature, FEATURE_UNKNOWN, "module.sig_enforce cannot be read");
	else if (privilege->lockdown == LOCKDOWN_UNKNOWN)
		feature__set(feature, FEATURE_UNKNOWN, "module.sig_enforce is not set; "
			     "/sys/kernel/security/lockdown cannot be read");
	else
		feature__set(feature, FEATURE_YES, "neither lockdown nor module.sig_enforce refuses them");
}

static void describe_mode(struct feature *feature, const struct policy_hook *hook)
{
	if (!strcmp(hook->mode, "hint"))
		feature->status = FEATURE_DEGRADED;
	feature__add(feature, "%s%s: %s", feature->detail[0] ? "; " : "", hook->function,
		     !strcmp(hook->mode, "none") ? "not hooked" : hook->mode);
	if (!hook->error)
		return;
	feature->status = FEATURE_DEGRADED;
	feature__add(feature, ", redirecting failed: %s (%s)",
		     strerrorname_np(hook->error) ?: "unknown error", strerror(hook->error));
}

void feature__policy_hooks(struct feature *feature, const struct feature_facts *facts)
{
	const struct policy_status *status = &facts->module.status;

	if (is_silent(feature, &facts->module))
		return;
	feature->status = FEATURE_YES;
	for (size_t i = 0; i < status->nr_hooks; i++)
		describe_mode(feature, &status->hooks[i]);
	if (!status->nr_policies)
		feature__add(feature, "%sthe first policy sets them", feature->detail[0] ? "; " : "");
}

/* Functions differ among kernels, and the module loads only with those that it needs. */
void feature__module_symbols(struct feature *feature, const struct feature_facts *facts)
{
	const struct policy_status *status = &facts->module.status;
	const char *separator = "; not in this kernel: ";
	size_t nr_found = 0;

	if (is_silent(feature, &facts->module))
		return;
	for (size_t i = 0; i < status->nr_symbols; i++)
		nr_found += !strcmp(status->symbols[i].state, "ok");
	feature__set(feature, FEATURE_YES, "%zu found", nr_found);
	for (size_t i = 0; i < status->nr_symbols; i++) {
		const struct policy_symbol *symbol = &status->symbols[i];

		if (!strcmp(symbol->state, "ok"))
			continue;
		if (!strcmp(symbol->prototype, "data"))
			feature->status = FEATURE_DEGRADED;
		feature__add(feature, "%s%s", separator, symbol->name);
		separator = ", ";
	}
}

void feature__stored(struct feature *feature, const struct feature_facts *facts)
{
	if (is_silent(feature, &facts->module))
		return;
	if (facts->module.status.zswap_readable)
		feature__set(feature, FEATURE_YES, "policies can ask where a page is stored");
	else
		feature__set(feature, FEATURE_NO, "the module does not know this kernel's zswap");
}
