# SPDX-License-Identifier: GPL-2.0-only
# summary: pages that neither IAA nor the CPU can decompress are reported, and kill who reads them
# limit: 180
# set: long
# kernels: 7.3
. /lib/case.sh
. /lib/idxdfault.sh

# Up to 6.12 zswap calls this a bug of the kernel, and panics.
# The CPU's decompressor has a window of 2 KiB, and IAA's is 4 KiB: what zswap keeps in two parts
# it may fail to read.
for mode in sync async_irq; do
	idxd_load_mode $mode 0 base_ns=0 kib_ns=0
	idxd_begin
	fault_lost 'overflow decompress after=8 count=1'
	fault_lost 'watchdog decompress after=8 count=1 us=0'
	fault_lost 'error decompress after=8 count=1 status=0x1f'
	fault_died 'error decompress'
	idxd_end
done
