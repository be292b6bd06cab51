// SPDX-License-Identifier: GPL-2.0-only
/*
 * A work queue: its memory, and its life as the driver sees it. Enabled when the driver
 * binds, quiesced and disabled when it unbinds. Its descriptors stay until the driver
 * is unloaded: one that polls may still read a record of a queue that was taken away.
 */
#include <linux/slab.h>
#include <linux/version.h>

#include "sim.h"

static void wq_init_timer(struct sim_wq *wq)
{
	/* 6.13: hrtimer_setup() for hrtimer_init(). Drop when 6.12 leaves tests/kernels. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	hrtimer_setup(&wq->timer, sim_wq_timer, CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
#else
	hrtimer_init(&wq->timer, CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
	wq->timer.function = sim_wq_timer;
#endif
}

static void wq_init_descs(struct sim_wq *wq)
{
	unsigned int i;

	for (i = 0; i < sim_wq_size; i++) {
		struct sim_desc *desc = &wq->descs[i];

		desc->desc.iax_hw = &wq->hw_descs[i];
		desc->desc.desc_dma = virt_to_phys(desc->desc.iax_hw);
		desc->desc.iax_completion = &wq->records[i];
		desc->desc.compl_dma = virt_to_phys(desc->desc.iax_completion);
		desc->desc.id = i;
		desc->desc.cpu = -1;
		desc->desc.wq = &wq->wq;
		wq->wq.descs[i] = &desc->desc;
		list_add_tail(&desc->node, &wq->free);
	}
}

static void wq_init_driver_part(struct sim_wq *sim, struct sim_device *device, int id)
{
	struct idxd_wq *wq = &sim->wq;

	wq->idxd = &device->idxd;
	wq->id = id;
	wq->size = wq->num_descs = sim_wq_size;
	wq->max_xfer_bytes = SZ_2M;
	wq->state = IDXD_WQ_DISABLED;
	wq->flags = BIT(0); /* dedicated: only the driver submits to it */
	wq->type = IDXD_WQT_KERNEL;
	mutex_init(&wq->wq_lock);
	strscpy(wq->name, "iaa_crypto");
	strscpy(wq->driver_name, "crypto");
	wq->idxd_dev.type = IDXD_DEV_WQ;
	device_initialize(&wq->idxd_dev.conf_dev);
	wq->idxd_dev.conf_dev.parent = &device->idxd.idxd_dev.conf_dev;
	wq->idxd_dev.conf_dev.type = &sim_wq_type;
}

static int wq_alloc_parts(struct sim_wq *wq, struct sim_device *device, int id)
{
	wq->descs = kcalloc(sim_wq_size, sizeof(*wq->descs), GFP_KERNEL);
	wq->hw_descs = kcalloc(sim_wq_size, sizeof(*wq->hw_descs), GFP_KERNEL);
	wq->records = kcalloc(sim_wq_size, sizeof(*wq->records), GFP_KERNEL);
	wq->wq.descs = kcalloc(sim_wq_size, sizeof(*wq->wq.descs), GFP_KERNEL);
	wq->interrupts = alloc_ordered_workqueue("idxd_sim/wq%d.%d", WQ_MEM_RECLAIM,
						 device->idxd.id, id);
	return wq->descs && wq->hw_descs && wq->records && wq->wq.descs && wq->interrupts ?
		0 : -ENOMEM;
}

static void wq_free_parts(struct sim_wq *wq)
{
	if (wq->interrupts)
		destroy_workqueue(wq->interrupts);
	kfree(wq->wq.descs);
	kfree(wq->records);
	kfree(wq->hw_descs);
	kfree(wq->descs);
	kvfree(wq);
}

struct sim_wq *sim_wq_alloc(struct sim_device *device, int id)
{
	struct sim_wq *wq = kvzalloc(sizeof(*wq), GFP_KERNEL);

	if (!wq)
		return NULL;
	if (wq_alloc_parts(wq, device, id)) {
		wq_free_parts(wq);
		return NULL;
	}
	wq->device = device;
	spin_lock_init(&wq->lock);
	INIT_LIST_HEAD(&wq->free);
	INIT_LIST_HEAD(&wq->pending);
	INIT_LIST_HEAD(&wq->hung);
	INIT_LIST_HEAD(&wq->done);
	init_waitqueue_head(&wq->changed);
	init_completion(&wq->released);
	INIT_WORK(&wq->interrupt, sim_wq_interrupt);
	wq_init_timer(wq);
	wq_init_driver_part(wq, device, id);
	wq_init_descs(wq);
	if (dev_set_name(&wq->wq.idxd_dev.conf_dev, "wq%d.%d", device->idxd.id, id)) {
		sim_wq_free(wq);
		return NULL;
	}
	return wq;
}

/* Unbound and no longer registered. Somebody may still hold the device: wait for him. */
void sim_wq_free(struct sim_wq *wq)
{
	put_device(&wq->wq.idxd_dev.conf_dev);
	wait_for_completion(&wq->released);
	hrtimer_cancel(&wq->timer);
	wq_free_parts(wq);
}

int idxd_drv_enable_wq(struct idxd_wq *idxd_wq)
{
	struct sim_wq *wq = to_sim_wq(idxd_wq);

	lockdep_assert_held(&idxd_wq->wq_lock);
	if (idxd_wq->idxd->state != IDXD_DEV_ENABLED)
		return -ENXIO;
	if (idxd_wq->state != IDXD_WQ_DISABLED)
		return -EBUSY;
	spin_lock_irq(&wq->lock);
	wq->accepting = true;
	spin_unlock_irq(&wq->lock);
	idxd_wq->state = IDXD_WQ_ENABLED;
	idxd_wq->client_count = 0;
	return 0;
}

static bool has_none(struct sim_wq *wq, struct list_head *list)
{
	bool none;

	spin_lock_irq(&wq->lock);
	none = list_empty(list);
	spin_unlock_irq(&wq->lock);
	return none;
}

/* None is being submitted when this returns, and none will be. */
void idxd_wq_quiesce(struct idxd_wq *idxd_wq)
{
	struct sim_wq *wq = to_sim_wq(idxd_wq);

	spin_lock_irq(&wq->lock);
	wq->accepting = false;
	wake_up_all(&wq->changed);
	wait_event_lock_irq(wq->changed, !wq->nr_submitting, wq->lock);
	spin_unlock_irq(&wq->lock);
}

/* What hangs is aborted, all else completes, and the driver is told before this returns. */
void idxd_drv_disable_wq(struct idxd_wq *idxd_wq)
{
	struct sim_wq *wq = to_sim_wq(idxd_wq);

	lockdep_assert_held(&idxd_wq->wq_lock);
	idxd_wq_quiesce(idxd_wq);
	spin_lock_irq(&wq->lock);
	sim_wq_release_hung(wq, 0xff); /* idxd's own mark of a descriptor it gave up */
	spin_unlock_irq(&wq->lock);
	wait_event(wq->changed, has_none(wq, &wq->pending));
	flush_workqueue(wq->interrupts);
	idxd_wq->state = IDXD_WQ_DISABLED;
	idxd_wq->client_count = 0;
}
