// SPDX-License-Identifier: GPL-2.0-only
/* The devices and their work queues on the dsa bus; they come and go with the driver. */
#define pr_fmt(fmt) "idxd_sim: " fmt

#include <linux/crypto.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

#include "sim.h"

extern const struct bus_type dsa_bus_type; /* idxd_bus.ko */

/* Both change with the driver only: main.c creates and destroys, never at the same time. */
static struct device *root; /* /sys/devices/idxd_sim */
static struct sim_device **devices;
static DEFINE_MUTEX(devices_lock); /* for those who look at them meanwhile */

static struct device *wq_dev(struct sim_wq *wq)
{
	return &wq->wq.idxd_dev.conf_dev;
}

static struct device *device_dev(struct sim_device *device)
{
	return &device->idxd.idxd_dev.conf_dev;
}

static void init_pdev(struct sim_device *device)
{
	struct device *dev = &device->pdev.dev;

	dev->init_name = "idxd_sim";
	set_dev_node(dev, NUMA_NO_NODE);
	device->pdev.dma_mask = DMA_BIT_MASK(64);
	dev->dma_mask = &device->pdev.dma_mask;
	dev->coherent_dma_mask = DMA_BIT_MASK(64);
}

static int init_driver_part(struct sim_device *device, int id)
{
	struct idxd_device *idxd = &device->idxd;
	struct device *dev = device_dev(device);

	device->data = (struct idxd_driver_data){
		.name_prefix = "iax",
		.type = IDXD_TYPE_IAX,
		.compl_size = sizeof(struct iax_completion_record),
		.align = 64,
	};
	idxd->data = &device->data;
	idxd->id = id;
	idxd->pdev = &device->pdev;
	idxd->state = IDXD_DEV_DISABLED;
	idxd->max_wqs = sim_nr_wqs;
	idxd->max_engines = sim_nr_engines;
	idxd->max_wq_size = sim_nr_wqs * sim_wq_size;
	spin_lock_init(&idxd->dev_lock);
	idxd->idxd_dev.type = IDXD_DEV_IAX;
	device_initialize(dev);
	dev->parent = root;
	dev->bus = &dsa_bus_type;
	dev->type = &sim_device_type;
	return dev_set_name(dev, "iax%d", id);
}

/* What was allocated and is not registered any more. */
static void device_free(struct sim_device *device)
{
	unsigned int i;

	for (i = 0; i < sim_nr_wqs; i++)
		if (device->wqs && device->wqs[i])
			sim_wq_free(device->wqs[i]);
	put_device(device_dev(device));
	wait_for_completion(&device->released);
	kfree(device->idxd.wqs);
	kfree(device->wqs);
	kfree(device->engine_free);
	kfree(device);
}

static int device_alloc_parts(struct sim_device *device)
{
	unsigned int i;

	device->wqs = kcalloc(sim_nr_wqs, sizeof(*device->wqs), GFP_KERNEL);
	device->idxd.wqs = kcalloc(sim_nr_wqs, sizeof(*device->idxd.wqs), GFP_KERNEL);
	device->engine_free = kcalloc(sim_nr_engines, sizeof(*device->engine_free), GFP_KERNEL);
	if (!device->wqs || !device->idxd.wqs || !device->engine_free)
		return -ENOMEM;
	for (i = 0; i < sim_nr_wqs; i++) {
		device->wqs[i] = sim_wq_alloc(device, i);
		if (!device->wqs[i])
			return -ENOMEM;
		wq_dev(device->wqs[i])->bus = &dsa_bus_type;
		device->idxd.wqs[i] = &device->wqs[i]->wq;
	}
	return 0;
}

static struct sim_device *device_alloc(int id)
{
	struct sim_device *device = kzalloc(sizeof(*device), GFP_KERNEL);

	if (!device)
		return NULL;
	spin_lock_init(&device->lock);
	init_completion(&device->released);
	init_pdev(device);
	if (init_driver_part(device, id) || device_alloc_parts(device)) {
		device_free(device);
		return NULL;
	}
	return device;
}

/*
 * The driver registers its algorithm with the first work queue. It shares the work out anew with
 * each further one, and while it does so finds none for whoever asks: were that the self-test,
 * which 7.x runs in the background, the algorithm would have failed. So wait for it.
 */
static void wait_for_self_test(void)
{
	if (!crypto_has_alg("deflate-iaa", CRYPTO_ALG_TYPE_ACOMPRESS, CRYPTO_ALG_TYPE_MASK))
		pr_warn("deflate-iaa did not pass its self-test\n");
}

static int add_wq(struct sim_wq *wq)
{
	int err = device_add(wq_dev(wq));

	if (!err && wq->wq.state == IDXD_WQ_ENABLED)
		wait_for_self_test();
	return err;
}

/* While the device is disabled the driver declines its work queues. */
static int device_register_all(struct sim_device *device)
{
	int err = device_add(device_dev(device));
	unsigned int i;

	if (err)
		return err;
	if (sim_autobind)
		device->idxd.state = IDXD_DEV_ENABLED;
	for (i = 0; !err && i < sim_nr_wqs; i++)
		err = add_wq(device->wqs[i]);
	device->idxd.state = IDXD_DEV_ENABLED;
	return err;
}

static void device_unregister_all(struct sim_device *device)
{
	unsigned int i;

	for (i = 0; i < sim_nr_wqs; i++)
		if (device_is_registered(wq_dev(device->wqs[i])))
			device_del(wq_dev(device->wqs[i]));
	if (device_is_registered(device_dev(device)))
		device_del(device_dev(device));
}

static void free_all(struct sim_device **all)
{
	unsigned int i;

	for (i = 0; i < sim_nr_devices; i++)
		if (all[i])
			device_free(all[i]);
	kfree(all);
}

static struct sim_device **alloc_all(void)
{
	struct sim_device **all = kcalloc(sim_nr_devices, sizeof(*all), GFP_KERNEL);
	unsigned int i;

	for (i = 0; all && i < sim_nr_devices; i++) {
		all[i] = device_alloc(i);
		if (!all[i]) {
			free_all(all);
			return NULL;
		}
	}
	return all;
}

static struct sim_device **publish_all(struct sim_device **all)
{
	struct sim_device **before;

	mutex_lock(&devices_lock);
	before = devices;
	devices = all;
	mutex_unlock(&devices_lock);
	return before;
}

/* Known before they are bound: what hangs while the driver tests itself can be released. */
int sim_devices_create(void)
{
	struct sim_device **all;
	unsigned int i;
	int err = 0;

	root = root_device_register("idxd_sim");
	if (IS_ERR(root))
		return PTR_ERR(root);
	all = alloc_all();
	if (!all) {
		root_device_unregister(root);
		return -ENOMEM;
	}
	publish_all(all);
	for (i = 0; !err && i < sim_nr_devices; i++)
		err = device_register_all(all[i]);
	if (err)
		sim_devices_destroy();
	else
		pr_info("%u devices with %u work queues and %u engines each\n", sim_nr_devices,
			sim_nr_wqs, sim_nr_engines);
	return err;
}

void sim_devices_destroy(void)
{
	struct sim_device **all = devices;
	unsigned int i;

	if (!all)
		return;
	for (i = 0; i < sim_nr_devices; i++)
		device_unregister_all(all[i]);
	publish_all(NULL);
	free_all(all);
	root_device_unregister(root);
}

void sim_devices_for_each_wq(void (*visit)(struct sim_wq *wq, void *arg), void *arg)
{
	unsigned int i, j;

	mutex_lock(&devices_lock);
	for (i = 0; devices && i < sim_nr_devices; i++)
		for (j = 0; j < sim_nr_wqs; j++)
			visit(devices[i]->wqs[j], arg);
	mutex_unlock(&devices_lock);
}
