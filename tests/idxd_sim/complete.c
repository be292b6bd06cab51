// SPDX-License-Identifier: GPL-2.0-only
/*
 * The end of an operation: its record is written when it is due, by a timer, the status
 * byte last, for the driver polls that. Who asked for an interrupt is told from the
 * queue's own worker, as idxd.ko does it from a threaded interrupt.
 */
#include <linux/string.h>

#include "sim.h"

static void publish(struct sim_wq *wq, struct sim_desc *desc)
{
	struct sim_op_counters *counters = &wq->counters.op[desc->op];
	struct iax_completion_record *record = desc->desc.iax_completion;
	u8 status = desc->result.status;

	counters->pending--;
	counters->status[status]++;
	if (status == IAX_COMP_SUCCESS)
		counters->bytes_out += desc->result.output_size;
	memcpy((u8 *)record + 1, (u8 *)&desc->result + 1, sizeof(*record) - 1);
	smp_store_release(&record->status, status);
}

/* The descriptor is on no list. */
void sim_wq_complete(struct sim_wq *wq, struct sim_desc *desc)
{
	bool wants_interrupt = desc->desc.iax_hw->flags & IDXD_OP_FLAG_RCI;

	desc->state = wants_interrupt ? DESC_DONE : DESC_DRIVER;
	publish(wq, desc);
	if (!wants_interrupt)
		return;
	list_add_tail(&desc->node, &wq->done);
	queue_work(wq->interrupts, &wq->interrupt);
}

void sim_wq_release_hung(struct sim_wq *wq, u8 status)
{
	struct sim_desc *desc, *next;

	list_for_each_entry_safe(desc, next, &wq->hung, node) {
		list_del(&desc->node);
		wq->counters.op[desc->op].hung--;
		wq->counters.op[desc->op].pending++;
		if (status)
			desc->result.status = status;
		sim_wq_complete(wq, desc);
	}
}

/* The first of `pending` is the next one due. */
void sim_wq_arm(struct sim_wq *wq)
{
	struct sim_desc *first = list_first_entry_or_null(&wq->pending, struct sim_desc, node);

	if (first)
		hrtimer_start(&wq->timer, first->due, HRTIMER_MODE_ABS);
}

/* Started again by sim_wq_arm() under the lock, never by its return value: a submitter
 * may start it meanwhile. */
enum hrtimer_restart sim_wq_timer(struct hrtimer *timer)
{
	struct sim_wq *wq = container_of(timer, struct sim_wq, timer);
	struct sim_desc *desc, *next;
	unsigned long flags;
	ktime_t now = ktime_get();

	spin_lock_irqsave(&wq->lock, flags);
	list_for_each_entry_safe(desc, next, &wq->pending, node) {
		if (ktime_after(desc->due, now))
			break;
		list_del(&desc->node);
		sim_wq_complete(wq, desc);
	}
	if (list_empty(&wq->pending))
		wake_up_all(&wq->changed);
	sim_wq_arm(wq);
	spin_unlock_irqrestore(&wq->lock, flags);
	return HRTIMER_NORESTART;
}

static struct sim_desc *take_done(struct sim_wq *wq)
{
	struct sim_desc *desc;

	spin_lock_irq(&wq->lock);
	desc = list_first_entry_or_null(&wq->done, struct sim_desc, node);
	if (desc) {
		list_del(&desc->node);
		desc->state = DESC_DRIVER;
	}
	spin_unlock_irq(&wq->lock);
	return desc;
}

/* The driver frees the descriptor. It is bound: unbinding waits for this worker. */
void sim_wq_interrupt(struct work_struct *work)
{
	struct sim_wq *wq = container_of(work, struct sim_wq, interrupt);
	struct idxd_device_driver *driver;
	struct sim_desc *desc;
	u32 status;

	while ((desc = take_done(wq))) {
		driver = container_of(wq->wq.idxd_dev.conf_dev.driver, struct idxd_device_driver, drv);
		driver->desc_complete(&desc->desc, IDXD_COMPLETE_NORMAL, true, &desc->desc.crypto,
				      &status);
	}
}
