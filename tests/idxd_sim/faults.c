// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rules, one a line: KIND OPERATION [every=N] [after=N] [count=N] [status=S] [code=C] [us=N].
 * A rule sees the operations of its kind that no rule before it took, leaves out the first `after`, and of the rest
 * takes each `every`-th, `count` times in all.
 * `clear` forgets all rules; `release` lets complete what hangs.
 */
#include "faults.h"

#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "operation.h"

#define MAX_RULES 16
#define MAX_TEXT 1024
#define ANY_OP SIM_NR_OPS

struct rule {
	enum fault_kind kind;
	enum sim_op op; /* or ANY_OP */
	u64 every, after, count;
	u64 status, code, us;
	u64 seen, fired;
};

static struct rule rules[MAX_RULES];
static unsigned int nr_rules;
static DEFINE_SPINLOCK(rules_lock); /* of both; taken with interrupts off */

static const char *const kind_names[FAULT_NR_KINDS] = {
	[FAULT_ERROR] = "error",
	[FAULT_OVERFLOW] = "overflow",
	[FAULT_WATCHDOG] = "watchdog",
	[FAULT_DELAY] = "delay",
	[FAULT_HANG] = "hang",
	[FAULT_SUBMIT] = "submit",
	[FAULT_CORRUPT] = "corrupt",
};

static bool rule_takes(struct rule *rule, enum sim_op op)
{
	u64 nth;

	if (rule->op != ANY_OP && rule->op != op)
		return false;
	nth = ++rule->seen;
	if (nth <= rule->after || rule->fired >= rule->count || (nth - rule->after) % rule->every)
		return false;
	rule->fired++;
	return true;
}

static struct fault rule_fault(const struct rule *rule, enum sim_op op)
{
	struct fault fault = {
		.kind = rule->kind,
		.status = rule->status,
		.code = rule->code,
		.delay_ns = rule->us * NSEC_PER_USEC,
	};

	/* The hardware has two ways to say that the output is too small. */
	if (rule->kind == FAULT_OVERFLOW && op == SIM_COMPRESS) {
		fault.status = STATUS_ANALYTICS_ERROR;
		fault.code = ERROR_OUTPUT_OVERFLOW;
	}
	return fault;
}

struct fault fault_next(enum sim_op op)
{
	struct fault fault = { FAULT_NONE };
	unsigned int i;

	spin_lock(&rules_lock);
	for (i = 0; i < nr_rules && fault.kind == FAULT_NONE; i++)
		if (rule_takes(&rules[i], op))
			fault = rule_fault(&rules[i], op);
	spin_unlock(&rules_lock);
	return fault;
}

static int find_name(const char *const *names, unsigned int nr, const char *name)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (names[i] && !strcmp(names[i], name))
			return i;
	return -EINVAL;
}

static int parse_setting(struct rule *rule, char *text)
{
	const struct {
		const char *name;
		u64 *value;
		u64 min, max;
	} settings[] = {
		{ "every", &rule->every, 1, U64_MAX },
		{ "after", &rule->after, 0, U64_MAX },
		{ "count", &rule->count, 1, U64_MAX },
		{ "status", &rule->status, 2, U8_MAX },
		{ "code", &rule->code, 0, U8_MAX },
		{ "us", &rule->us, 0, 60 * USEC_PER_SEC },
	};
	char *name = strsep(&text, "=");
	unsigned int i;

	for (i = 0; text && i < ARRAY_SIZE(settings); i++)
		if (!strcmp(settings[i].name, name))
			return kstrtou64(text, 0, settings[i].value) ?:
			       *settings[i].value < settings[i].min ||
			       *settings[i].value > settings[i].max ? -EINVAL : 0;
	return -EINVAL;
}

static void rule_defaults(struct rule *rule)
{
	rule->every = 1;
	rule->count = U64_MAX;
	switch (rule->kind) {
	case FAULT_ERROR:
		rule->status = STATUS_ANALYTICS_ERROR;
		rule->code = ERROR_BAD_STREAM;
		break;
	case FAULT_OVERFLOW:
		rule->status = STATUS_OUTPUT_OVERFLOW;
		break;
	case FAULT_WATCHDOG:
		rule->status = STATUS_WATCHDOG;
		rule->us = 200;
		break;
	case FAULT_DELAY:
		rule->us = 200;
		break;
	default:
		break;
	}
}

static int parse_rule(char *text, struct rule *rule)
{
	int kind = find_name(kind_names, FAULT_NR_KINDS, strsep(&text, " ")), op, err = 0;
	char *word = text ? strsep(&text, " ") : "any";

	op = strcmp(word, "any") ? find_name(sim_op_names, SIM_NR_OPS, word) : ANY_OP;
	if (kind < 0 || op < 0)
		return -EINVAL;
	*rule = (struct rule){ .kind = kind, .op = op };
	rule_defaults(rule);
	while (!err && text && (word = strsep(&text, " ")))
		err = parse_setting(rule, word);
	return err;
}

static int add_rule(const struct rule *rule)
{
	int err = 0;

	spin_lock_irq(&rules_lock);
	if (nr_rules == MAX_RULES)
		err = -ENOSPC;
	else
		rules[nr_rules++] = *rule;
	spin_unlock_irq(&rules_lock);
	return err;
}

static void clear_rules(void)
{
	spin_lock_irq(&rules_lock);
	nr_rules = 0;
	spin_unlock_irq(&rules_lock);
}

static void release_wq(struct sim_wq *wq, void *unused)
{
	spin_lock_irq(&wq->lock);
	sim_wq_release_hung(wq, 0);
	spin_unlock_irq(&wq->lock);
}

static int carry_out(char *line)
{
	struct rule rule;
	int err;

	if (!strcmp(line, "clear")) {
		clear_rules();
		return 0;
	}
	if (!strcmp(line, "release")) {
		sim_devices_for_each_wq(release_wq, NULL);
		return 0;
	}
	err = parse_rule(line, &rule);
	return err ?: add_rule(&rule);
}

static ssize_t faults_write(struct file *file, const char __user *from, size_t size, loff_t *at)
{
	char *text, *rest, *line;
	int err = 0;

	if (size > MAX_TEXT)
		return -E2BIG;
	text = rest = memdup_user_nul(from, size);
	if (IS_ERR(text))
		return PTR_ERR(text);
	while (!err && (line = strsep(&rest, "\n")))
		if (*line)
			err = carry_out(line);
	kfree(text);
	return err ?: size;
}

static void show_rule(struct seq_file *m, const struct rule *rule)
{
	seq_printf(m, "%s %s every=%llu after=%llu", kind_names[rule->kind],
		   rule->op == ANY_OP ? "any" : sim_op_names[rule->op], rule->every, rule->after);
	if (rule->count != U64_MAX)
		seq_printf(m, " count=%llu", rule->count);
	if (rule->status)
		seq_printf(m, " status=%#llx code=%#llx", rule->status, rule->code);
	if (rule->us)
		seq_printf(m, " us=%llu", rule->us);
	seq_printf(m, " seen=%llu fired=%llu\n", rule->seen, rule->fired);
}

static int faults_show(struct seq_file *m, void *unused)
{
	unsigned int i;

	spin_lock_irq(&rules_lock);
	for (i = 0; i < nr_rules; i++)
		show_rule(m, &rules[i]);
	spin_unlock_irq(&rules_lock);
	return 0;
}

static int faults_open(struct inode *inode, struct file *file)
{
	return single_open(file, faults_show, NULL);
}

static const struct proc_ops faults_ops = {
	.proc_open = faults_open,
	.proc_read = seq_read,
	.proc_write = faults_write,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

int faults_init(struct proc_dir_entry *directory)
{
	return proc_create("faults", 0644, directory, &faults_ops) ? 0 : -ENOMEM;
}
