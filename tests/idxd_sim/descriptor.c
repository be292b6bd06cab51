// SPDX-License-Identifier: GPL-2.0-only
/* Descriptors: the driver takes one for each operation and gives it back. */
#include <linux/err.h>
#include <linux/sched/signal.h>
#include <linux/string.h>

#include "sim.h"

/* With the lock held. NULL: wait; an error: do not. */
static struct sim_desc *take_free(struct sim_wq *wq)
{
	struct sim_desc *desc = list_first_entry_or_null(&wq->free, struct sim_desc, node);

	if (!wq->accepting)
		return ERR_PTR(-ENXIO);
	if (!desc)
		return NULL;
	list_del(&desc->node);
	desc->state = DESC_DRIVER;
	return desc;
}

/* The driver asks for IDXD_OP_BLOCK, from where it may sleep. A signal ends the wait, as in
 * idxd.ko; other than there the end of the queue does, too. */
static struct sim_desc *take_or_wait(struct sim_wq *wq, bool may_wait)
{
	struct sim_desc *desc;
	int err = 0;

	spin_lock_irq(&wq->lock);
	desc = take_free(wq);
	if (!desc && !may_wait)
		desc = ERR_PTR(-EAGAIN);
	if (!desc)
		err = wait_event_interruptible_lock_irq(wq->changed, (desc = take_free(wq)),
							wq->lock);
	spin_unlock_irq(&wq->lock);
	return err ? ERR_PTR(-EAGAIN) : desc;
}

struct idxd_desc *idxd_alloc_desc(struct idxd_wq *idxd_wq, enum idxd_op_type optype)
{
	struct sim_desc *desc;

	if (idxd_wq->idxd->state != IDXD_DEV_ENABLED)
		return ERR_PTR(-EIO);
	desc = take_or_wait(to_sim_wq(idxd_wq), optype == IDXD_OP_BLOCK);
	if (IS_ERR(desc))
		return ERR_CAST(desc);
	memset(desc->desc.iax_hw, 0, sizeof(*desc->desc.iax_hw));
	memset(desc->desc.iax_completion, 0, sizeof(*desc->desc.iax_completion));
	desc->desc.cpu = raw_smp_processor_id();
	return &desc->desc;
}

/* A driver that lost patience frees what is not complete: its record is not written then. */
static void abandon(struct sim_wq *wq, struct sim_desc *desc)
{
	struct sim_op_counters *counters = &wq->counters.op[desc->op];

	if (desc->state == DESC_DRIVER)
		return;
	list_del(&desc->node);
	if (desc->state == DESC_PENDING)
		counters->pending--;
	else if (desc->state == DESC_HUNG)
		counters->hung--;
	if (desc->state != DESC_DONE)
		counters->abandoned++;
}

void idxd_free_desc(struct idxd_wq *idxd_wq, struct idxd_desc *idxd_desc)
{
	struct sim_wq *wq = to_sim_wq(idxd_wq);
	struct sim_desc *desc = to_sim_desc(idxd_desc);
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	if (!WARN_ON_ONCE(desc->state == DESC_FREE)) {
		abandon(wq, desc);
		desc->state = DESC_FREE;
		idxd_desc->cpu = -1;
		list_add_tail(&desc->node, &wq->free);
		wake_up_all(&wq->changed);
	}
	spin_unlock_irqrestore(&wq->lock, flags);
}
