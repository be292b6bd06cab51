// SPDX-License-Identifier: GPL-2.0-only
/*
 * Submission: the work is done here and now, in the caller's context; what takes its
 * modelled time is only the completion record. So a driver that gives up, and frees its
 * buffers, finds nobody writing into them.
 */
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/processor.h>

#include "faults.h"
#include "operation.h"
#include "sim.h"

static u32 plain_bytes(const struct iax_hw_desc *hw, const struct iax_completion_record *result)
{
	return hw->opcode == IAX_OPCODE_DECOMPRESS ? result->output_size : hw->src1_size;
}

/* An engine works at one operation after the other; the one that is free first takes it. */
static ktime_t engine_finish(struct sim_device *device, u64 cost_ns)
{
	ktime_t now = ktime_get(), *engine = device->engine_free;
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&device->lock, flags);
	for (i = 1; i < sim_nr_engines; i++)
		if (ktime_before(device->engine_free[i], *engine))
			engine = &device->engine_free[i];
	*engine = now = ktime_add_ns(max(*engine, now), cost_ns);
	spin_unlock_irqrestore(&device->lock, flags);
	return now;
}

/* A caller that polls would spin after this call; that it does so within takes no longer, and
 * does not count its turns: 7.x gives up after a million of them, soon where interrupts are slow. */
#define SPIN_NS NSEC_PER_MSEC

/* Unbinding waits for what is under way: a slip of the pen must not make that forever. */
#define COST_MAX_NS (10ULL * NSEC_PER_SEC)

static bool may_spin(const struct sim_desc *desc)
{
	return !(desc->desc.iax_hw->flags & IDXD_OP_FLAG_RCI) &&
	       ktime_to_ns(ktime_sub(desc->due, ktime_get())) <= SPIN_NS;
}

static void spin_until(ktime_t due)
{
	while (ktime_before(ktime_get(), due))
		cpu_relax();
}

static void add_pending(struct sim_wq *wq, struct sim_desc *desc)
{
	struct sim_desc *other;

	desc->state = DESC_PENDING;
	list_for_each_entry_reverse(other, &wq->pending, node)
		if (!ktime_after(other->due, desc->due))
			break;
	list_add(&desc->node, &other->node);
	if (wq->pending.next == &desc->node)
		sim_wq_arm(wq);
}

static void add_hung(struct sim_wq *wq, struct sim_desc *desc)
{
	desc->state = DESC_HUNG;
	wq->counters.op[desc->op].pending--;
	wq->counters.op[desc->op].hung++;
	list_add_tail(&desc->node, &wq->hung);
}

static void set_due(struct sim_wq *wq, struct sim_desc *desc, const struct fault *fault)
{
	u32 bytes = plain_bytes(desc->desc.iax_hw, &desc->result);
	u64 cost_ns = mul_u64_u32_shr(READ_ONCE(sim_kib_ns), bytes, 10);

	cost_ns = min_t(u64, cost_ns, COST_MAX_NS) + min_t(u64, READ_ONCE(sim_base_ns), COST_MAX_NS);
	desc->due = ktime_add_ns(engine_finish(wq->device, cost_ns), fault->delay_ns);
}

static void run(struct sim_device *device, struct sim_desc *desc, const struct fault *fault)
{
	struct iax_completion_record *result = &desc->result;

	*result = (struct iax_completion_record){};
	switch (fault->kind) {
	case FAULT_ERROR:
	case FAULT_OVERFLOW:
	case FAULT_WATCHDOG:
		result->status = fault->status;
		result->error_code = fault->code;
		return;
	default:
		operation_run(device, desc->desc.iax_hw, result);
	}
	if (fault->kind == FAULT_CORRUPT && result->status == IAX_COMP_SUCCESS)
		operation_corrupt(device, desc->desc.iax_hw, result);
}

/* What was refused is counted, unless there is no queue that could have taken it. */
static int begin(struct sim_wq *wq, struct sim_desc *desc, struct fault *fault)
{
	struct sim_op_counters *counters = &wq->counters.op[desc->op];

	if (!wq->accepting)
		return -ENXIO;
	*fault = fault_next(desc->op);
	counters->faulted += fault->kind != FAULT_NONE;
	if (fault->kind == FAULT_SUBMIT) {
		counters->refused++;
		return -EAGAIN;
	}
	counters->submitted++;
	counters->pending++;
	counters->bytes_in += desc->desc.iax_hw->src1_size;
	wq->nr_submitting++;
	return 0;
}

static void finish(struct sim_wq *wq, struct sim_desc *desc, const struct fault *fault)
{
	unsigned long flags;
	bool done;

	set_due(wq, desc, fault);
	done = fault->kind != FAULT_HANG && may_spin(desc);
	if (done)
		spin_until(desc->due);
	spin_lock_irqsave(&wq->lock, flags);
	if (done)
		sim_wq_complete(wq, desc);
	else if (fault->kind == FAULT_HANG)
		add_hung(wq, desc);
	else
		add_pending(wq, desc);
	if (!--wq->nr_submitting)
		wake_up_all(&wq->changed);
	spin_unlock_irqrestore(&wq->lock, flags);
}

/* Does not sleep, and may be called with bottom halves off; not from a hard interrupt. */
int idxd_submit_desc(struct idxd_wq *idxd_wq, struct idxd_desc *idxd_desc)
{
	struct sim_wq *wq = to_sim_wq(idxd_wq);
	struct sim_desc *desc = to_sim_desc(idxd_desc);
	unsigned long flags;
	struct fault fault;
	int err;

	if (idxd_wq->idxd->state != IDXD_DEV_ENABLED)
		return -EIO;
	desc->op = operation_kind(idxd_desc->iax_hw);
	spin_lock_irqsave(&wq->lock, flags);
	err = begin(wq, desc, &fault);
	spin_unlock_irqrestore(&wq->lock, flags);
	if (err)
		return err;
	run(wq->device, desc, &fault);
	finish(wq, desc, &fault);
	return 0;
}
