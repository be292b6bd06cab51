// SPDX-License-Identifier: GPL-2.0-only
/* One number a line, `WQ OPERATION NAME VALUE`; `total` is the sum over the work queues. */
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "sim.h"

const char *const sim_op_names[SIM_NR_OPS] = {
	[SIM_COMPRESS] = "compress",
	[SIM_DECOMPRESS] = "decompress",
	[SIM_VERIFY] = "verify",
	[SIM_OTHER] = "other",
};

struct showing {
	struct seq_file *m;
	struct sim_counters wq, total; /* struct sim_op_counters is all u64 */
};

static void show_op(struct seq_file *m, const char *name, const char *op,
		    const struct sim_op_counters *counters)
{
	const struct {
		const char *name;
		u64 value;
	} rows[] = {
		{ "submitted", counters->submitted }, { "refused", counters->refused },
		{ "faulted", counters->faulted }, { "abandoned", counters->abandoned },
		{ "bytes_in", counters->bytes_in }, { "bytes_out", counters->bytes_out },
		{ "pending", counters->pending }, { "hung", counters->hung },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		seq_printf(m, "%s %s %s %llu\n", name, op, rows[i].name, rows[i].value);
	for (i = 0; i < ARRAY_SIZE(counters->status); i++)
		if (counters->status[i])
			seq_printf(m, "%s %s status.%02x %llu\n", name, op, i, counters->status[i]);
}

static void show_counters(struct seq_file *m, const char *name, const struct sim_counters *counters)
{
	enum sim_op op;

	for (op = 0; op < SIM_NR_OPS; op++)
		show_op(m, name, sim_op_names[op], &counters->op[op]);
}

static void show_wq(struct sim_wq *wq, void *arg)
{
	struct showing *showing = arg;
	const u64 *from = (const u64 *)&showing->wq;
	u64 *to = (u64 *)&showing->total;
	size_t i;

	spin_lock_irq(&wq->lock);
	showing->wq = wq->counters;
	spin_unlock_irq(&wq->lock);
	for (i = 0; i < sizeof(showing->wq) / sizeof(*to); i++)
		to[i] += from[i];
	show_counters(showing->m, dev_name(&wq->wq.idxd_dev.conf_dev), &showing->wq);
}

int sim_counters_show(struct seq_file *m, void *unused)
{
	struct showing *showing = kvzalloc(sizeof(*showing), GFP_KERNEL);

	if (!showing)
		return -ENOMEM;
	showing->m = m;
	sim_devices_for_each_wq(show_wq, showing);
	show_counters(m, "total", &showing->total);
	kvfree(showing);
	return 0;
}
