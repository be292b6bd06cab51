// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which of the hooked functions are symbols, so that kprobes can attach, and
 * their addresses where the kernel shows them.
 */
#include "kernel_probe.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "sysfile.h"

static struct hook *find_hook(struct kernel *kernel, const char *name)
{
	for (int i = 0; i < NR_HOOKS; i++)
		if (!strcmp(kernel->hooks[i].function, name))
			return &kernel->hooks[i];
	return NULL;
}

/* "address type name", and "\t[module]" behind the symbols of modules. */
static void take_symbol(struct kernel *kernel, const char *line)
{
	struct hook *hook;
	uint64_t address;
	char type, name[64];

	if (sscanf(line, "%" SCNx64 " %c %63s", &address, &type, name) != 3)
		return;
	if (type != 't' && type != 'T')
		return;
	hook = find_hook(kernel, name);
	if (!hook)
		return;
	hook->in_kallsyms = true;
	hook->address = address;
	if (!address)
		kernel->kallsyms_hidden = true;
}

void kernel__probe_symbols(struct kernel *kernel, const char *root)
{
	FILE *file = sysfile__open(root, "/proc/kallsyms");
	char line[1024]; /* KSYM_NAME_LEN is 512 */

	if (!file) {
		kernel->kallsyms_error = errno;
		return;
	}
	while (fgets(line, sizeof(line), file)) {
		/* vmlinux comes first; a module's function is none of ours. */
		if (strchr(line, '['))
			break;
		take_symbol(kernel, line);
	}
	if (ferror(file))
		kernel->kallsyms_error = EIO;
	fclose(file);
}
