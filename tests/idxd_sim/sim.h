/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * idxd.ko's stand-in: devices, work queues and descriptors as iaa_crypto.ko knows
 * them, each inside of ours. The driver's own structures come from layout.h.
 *
 * Locks, outermost first:
 *   idxd_wq.wq_lock     a mutex, the driver's: binding and unbinding of a work queue
 *   sim_wq.lock         its descriptors and counters; taken from hard interrupts
 *   sim_device.lock     when which engine is free; with none of the others held
 *   the rules' lock     in faults.c; inside of sim_wq.lock
 *   workspace.lock      a CPU's, in operation.c; with none of the others held
 */
#ifndef IDXD_SIM_H
#define IDXD_SIM_H

#include <linux/device.h>
#include <linux/hrtimer.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <uapi/linux/idxd.h>

#include "counters.h"
#include "layout.h"

enum idxd_op_type {
	IDXD_OP_BLOCK = 0,
	IDXD_OP_NONBLOCK = 1,
};

enum sim_desc_state {
	DESC_FREE, /* in sim_wq.free */
	DESC_DRIVER, /* the driver's: being filled, read, or polled after completion */
	DESC_PENDING, /* in sim_wq.pending: completes when `due` */
	DESC_HUNG, /* in sim_wq.hung: completes when it is released */
	DESC_DONE, /* in sim_wq.done: the driver has to be told */
};

struct sim_desc {
	struct idxd_desc desc; /* first: the driver's pointer is ours */
	struct list_head node;
	enum sim_desc_state state;
	enum sim_op op;
	ktime_t due;
	struct iax_completion_record result; /* published when due */
};

struct sim_wq {
	struct idxd_wq wq;
	struct sim_device *device;
	struct sim_desc *descs;
	struct iax_hw_desc *hw_descs;
	struct iax_completion_record *records;

	spinlock_t lock; /* of all that follows */
	bool accepting;
	unsigned int nr_submitting;
	struct list_head free, pending, hung, done;
	struct sim_counters counters;

	wait_queue_head_t changed; /* a descriptor became free, or the queue idle or closed */
	struct hrtimer timer;
	struct workqueue_struct *interrupts;
	struct work_struct interrupt;
	struct completion released;
};

struct sim_device {
	struct idxd_device idxd;
	struct idxd_driver_data data;
	struct pci_dev pdev; /* never registered: only the DMA layer looks at it */
	struct sim_wq **wqs;
	struct completion released;

	spinlock_t lock; /* of what follows */
	ktime_t *engine_free; /* when each engine has done what it was given */
};

static inline struct sim_wq *to_sim_wq(struct idxd_wq *wq)
{
	return container_of(wq, struct sim_wq, wq);
}

static inline struct sim_desc *to_sim_desc(struct idxd_desc *desc)
{
	return container_of(desc, struct sim_desc, desc);
}

/* main.c: module parameters */
extern unsigned int sim_nr_devices, sim_nr_wqs, sim_nr_engines, sim_wq_size, sim_window;
extern unsigned long sim_base_ns, sim_kib_ns;
extern bool sim_autobind;

/* device.c */
int sim_devices_create(void);
void sim_devices_destroy(void);
void sim_devices_for_each_wq(void (*visit)(struct sim_wq *wq, void *arg), void *arg);

/* attributes.c */
extern const struct device_type sim_wq_type, sim_device_type;

/* wq.c */
struct sim_wq *sim_wq_alloc(struct sim_device *device, int id);
void sim_wq_free(struct sim_wq *wq);

/* complete.c: with sim_wq.lock held, except where said */
enum hrtimer_restart sim_wq_timer(struct hrtimer *timer);
void sim_wq_interrupt(struct work_struct *work);
void sim_wq_complete(struct sim_wq *wq, struct sim_desc *desc);
void sim_wq_arm(struct sim_wq *wq);
void sim_wq_release_hung(struct sim_wq *wq, u8 status);

/* exports.c: what iaa_crypto.ko calls */
struct idxd_desc *idxd_alloc_desc(struct idxd_wq *wq, enum idxd_op_type optype);
void idxd_free_desc(struct idxd_wq *wq, struct idxd_desc *desc);
int idxd_submit_desc(struct idxd_wq *wq, struct idxd_desc *desc);
int idxd_drv_enable_wq(struct idxd_wq *wq);
void idxd_drv_disable_wq(struct idxd_wq *wq);
void idxd_wq_quiesce(struct idxd_wq *wq);

#endif
