// SPDX-License-Identifier: GPL-2.0-only
/* What /sys/bus/dsa/devices shows, in idxd.ko's words: enough to see what is bound to whom. */
#include <linux/sysfs.h>

#include "sim.h"

static struct idxd_wq *to_wq(struct device *dev)
{
	return container_of(dev, struct idxd_wq, idxd_dev.conf_dev);
}

static ssize_t state_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", to_wq(dev)->state == IDXD_WQ_ENABLED ? "enabled" : "disabled");
}
static DEVICE_ATTR_RO(state);

static ssize_t size_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", to_wq(dev)->size);
}
static DEVICE_ATTR_RO(size);

static ssize_t mode_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "dedicated\n");
}
static DEVICE_ATTR_RO(mode);

static ssize_t type_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", to_wq(dev)->type == IDXD_WQT_KERNEL ? "kernel" : "none");
}
static DEVICE_ATTR_RO(type);

static ssize_t name_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", to_wq(dev)->name);
}
static DEVICE_ATTR_RO(name);

static ssize_t driver_name_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", to_wq(dev)->driver_name);
}
static DEVICE_ATTR_RO(driver_name);

static struct attribute *wq_attrs[] = {
	&dev_attr_state.attr, &dev_attr_size.attr, &dev_attr_mode.attr, &dev_attr_type.attr,
	&dev_attr_name.attr, &dev_attr_driver_name.attr, NULL,
};
ATTRIBUTE_GROUPS(wq);

/* The memory goes with the device; what has to wait for that does so. */
static void wq_release(struct device *dev)
{
	complete(&to_sim_wq(to_wq(dev))->released);
}

const struct device_type sim_wq_type = {
	.name = "wq",
	.groups = wq_groups,
	.release = wq_release,
};

static void device_release(struct device *dev)
{
	complete(&container_of(dev, struct sim_device, idxd.idxd_dev.conf_dev)->released);
}

const struct device_type sim_device_type = {
	.name = "iax",
	.release = device_release,
};
