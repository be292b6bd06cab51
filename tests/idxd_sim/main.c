// SPDX-License-Identifier: GPL-2.0-only
/*
 * A stand-in for idxd.ko: IAA devices without the hardware, for the stock
 * iaa_crypto.ko. Nothing exists before that driver arrives: its BTF tells first
 * whether it shares the structures that this module was built with.
 */
#define pr_fmt(fmt) "idxd_sim: " fmt

#include <linux/crc32.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/proc_fs.h>

#include "faults.h"
#include "operation.h"
#include "sim.h"

unsigned int sim_nr_devices = 1;
module_param_named(devices, sim_nr_devices, uint, 0444);
MODULE_PARM_DESC(devices, "devices (1)");

unsigned int sim_nr_wqs = 1;
module_param_named(wqs, sim_nr_wqs, uint, 0444);
MODULE_PARM_DESC(wqs, "work queues of each device (1)");

unsigned int sim_nr_engines = 1;
module_param_named(engines, sim_nr_engines, uint, 0444);
MODULE_PARM_DESC(engines, "engines of each device: operations at a time (1)");

unsigned int sim_wq_size = 16;
module_param_named(wq_size, sim_wq_size, uint, 0444);
MODULE_PARM_DESC(wq_size, "descriptors of each work queue (16)");

unsigned long sim_base_ns = 2000;
module_param_named(base_ns, sim_base_ns, ulong, 0644);
MODULE_PARM_DESC(base_ns, "time of every operation (2000)");

unsigned long sim_kib_ns = 250;
module_param_named(kib_ns, sim_kib_ns, ulong, 0644);
MODULE_PARM_DESC(kib_ns, "and for each KiB of what is not compressed (250)");

unsigned int sim_window = 4096;
module_param_named(window, sim_window, uint, 0644);
MODULE_PARM_DESC(window, "how far back a match may reach, in bytes (4096, as the hardware's)");

bool sim_autobind = true;
module_param_named(autobind, sim_autobind, bool, 0444);
MODULE_PARM_DESC(autobind, "bind all work queues to iaa_crypto (Y); N: by its `bind` file");

#define DRIVER "iaa_crypto"

/* Those that idxd.ko drives: a machine with one has no need of us, and its driver is idxd.ko. */
static const struct pci_device_id real_devices[] = {
	{ PCI_DEVICE(PCI_VENDOR_ID_INTEL, 0x0b25) }, /* DSA */
	{ PCI_DEVICE(PCI_VENDOR_ID_INTEL, 0x0cfe) }, /* IAX */
	{ PCI_DEVICE(PCI_VENDOR_ID_INTEL, 0x11fb) }, /* DSA, Diamond Rapids */
	{ PCI_DEVICE(PCI_VENDOR_ID_INTEL, 0x1212) }, /* DSA, Granite Rapids D */
	{ PCI_DEVICE(PCI_VENDOR_ID_INTEL, 0x1216) }, /* IAA, Diamond Rapids */
	{ PCI_DEVICE(PCI_VENDOR_ID_INTEL, 0xb02d) }, /* IAA, Panther Lake */
	{ PCI_DEVICE(PCI_VENDOR_ID_INTEL, 0xfd2d) }, /* IAA, Wildcat Lake */
	{ }
};

static struct proc_dir_entry *directory;

/* Not from the notifier: binding runs the crypto self-tests, which may load modules. */
static void create_devices(struct work_struct *work)
{
	int err = sim_devices_create();

	if (err)
		pr_err("cannot create devices: %pe\n", ERR_PTR(err));
}

static DECLARE_WORK(create_work, create_devices);

/* Its BTF is there only while it loads, before its first instruction. */
static int check_driver(const struct module *driver)
{
	u32 crc = 0;

	if (driver->btf_data)
		crc = ~crc32_le(~0, driver->btf_data, driver->btf_data_size);
	if (driver->btf_data_size == DRIVER_BTF_SIZE && crc == DRIVER_BTF_CRC)
		return 0;
	pr_err("refusing " DRIVER ": its types (BTF of %u bytes, CRC %#x) are not those that this module was built for (%u bytes, CRC %#x); build it again for this kernel\n",
	       driver->btf_data_size, crc, DRIVER_BTF_SIZE, DRIVER_BTF_CRC);
	return -ENOEXEC;
}

static int module_changed(struct notifier_block *unused, unsigned long state, void *data)
{
	struct module *driver = data;

	if (strcmp(driver->name, DRIVER))
		return NOTIFY_DONE;
	switch (state) {
	case MODULE_STATE_COMING:
		return notifier_from_errno(check_driver(driver));
	case MODULE_STATE_LIVE:
		schedule_work(&create_work);
		break;
	case MODULE_STATE_GOING: /* it has let go of all work queues by now */
		cancel_work_sync(&create_work);
		sim_devices_destroy();
		break;
	}
	return NOTIFY_OK;
}

static struct notifier_block module_notifier = { .notifier_call = module_changed };

static int check_parameters(void)
{
	if (sim_nr_devices - 1 < 64 && sim_nr_wqs - 1 < 64 && sim_nr_engines - 1 < 64 &&
	    sim_wq_size - 1 < 1024)
		return 0;
	pr_err("devices, wqs and engines are 1 to 64, wq_size is 1 to 1024\n");
	return -EINVAL;
}

static int check_machine(void)
{
	if (!pci_dev_present(real_devices))
		return 0;
	pr_err("this machine has a real IAA or DSA device: load the kernel's own idxd.ko\n");
	return -EBUSY;
}

static int make_files(void)
{
	directory = proc_mkdir("idxd_sim", NULL);
	if (!directory)
		return -ENOMEM;
	if (!proc_create_single("counters", 0444, directory, sim_counters_show) ||
	    faults_init(directory)) {
		proc_remove(directory);
		return -ENOMEM;
	}
	return 0;
}

static int __init sim_init(void)
{
	int err = check_parameters() ?: check_machine() ?: workspaces_init();

	if (err)
		return err;
	err = make_files();
	if (err)
		goto err_workspaces;
	err = register_module_notifier(&module_notifier);
	if (err)
		goto err_files;
	return 0;

err_files:
	proc_remove(directory);
err_workspaces:
	workspaces_exit();
	return err;
}

/* iaa_crypto uses our symbols, so it is gone, and with it the devices. */
static void __exit sim_exit(void)
{
	unregister_module_notifier(&module_notifier);
	proc_remove(directory);
	workspaces_exit();
}

module_init(sim_init);
module_exit(sim_exit);
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "IDXD"); /* MODULE_IMPORT_NS() takes a string only since 6.13 */
MODULE_DESCRIPTION("A stand-in for idxd.ko: IAA devices without the hardware, for tests");
