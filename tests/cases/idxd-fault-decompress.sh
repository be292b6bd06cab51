# SPDX-License-Identifier: GPL-2.0-only
# summary: pages that IAA fails to decompress are decompressed by the CPU
# limit: 180
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/idxdfault.sh

# 7.x gives its software decompressor a window of 2 KiB, too small for what IAA may have compressed
# when the compressed page lies in two parts. See idxd-fault-lost.
for mode in sync async_irq; do
	idxd_load_mode $mode 0 base_ns=0 kib_ns=0 window=2048
	idxd_begin
	fault_decompress 'error decompress every=4' status.0a 192
	idxd_end
done
