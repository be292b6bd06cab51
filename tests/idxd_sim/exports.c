// SPDX-License-Identifier: GPL-2.0-only
/*
 * The symbols of idxd.ko that iaa_crypto.ko uses. A kernel with MODVERSIONS compares a
 * version of each, which stands for the types behind it; ours differ in form, for they are
 * made from the driver's BTF. So the versions are those that the driver expects. This asserts
 * nothing: that the types agree is checked in layout.h and in check_driver().
 */
#include <linux/export.h>

#include "sim.h"

#ifdef CONFIG_MODVERSIONS
#include <linux/export-internal.h>
/* As modpost writes it for EXPORT_SYMBOL_NS_GPL, with a version that is not genksyms'. */
#define SIM_EXPORT(name) SIM_EXPORT_VERSION(name, CRC_##name)
#define SIM_EXPORT_VERSION(name, crc) \
	__ADDRESSABLE(name) \
	KSYMTAB_FUNC(name, "_gpl", "IDXD"); \
	SYMBOL_CRC_VALUE(name, crc)
#define SYMBOL_CRC_VALUE(name, crc) SYMBOL_CRC(name, crc, "_gpl")
#else
#define SIM_EXPORT(name) EXPORT_SYMBOL_NS_GPL(name, "IDXD")
#endif

SIM_EXPORT(idxd_alloc_desc);
SIM_EXPORT(idxd_free_desc);
SIM_EXPORT(idxd_submit_desc);
SIM_EXPORT(idxd_drv_enable_wq);
SIM_EXPORT(idxd_drv_disable_wq);
SIM_EXPORT(idxd_wq_quiesce);
