# SPDX-License-Identifier: GPL-2.0-only
# summary: several devices, work queues and engines share the work, and add up
# limit: 120
# set: long
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/idxdswap.sh

idxd_swap sync 0 devices=2 wqs=3 engines=2 wq_size=2 base_ns=50000

# The driver gives each CPU a device; the first and the last have not the same one.
idxd_load_mode sync 0 devices=2 wqs=3 engines=2 wq_size=2
idxd_begin
work work --size 1 --cpu 0 pageout 'touch seq' verify
work work --size 1 --cpu $(($(nproc) - 1)) pageout 'touch seq' verify
idxd_finish
idxd_expect_zswap 0
for wq in wq0.0 wq0.1 wq0.2 wq1.0 wq1.1 wq1.2; do
	expect_more "$wq: compressions" 64 "$(idxd_moved $wq compress submitted)"
	expect_more "$wq: decompressions" 64 "$(idxd_moved $wq decompress submitted)"
done
idxd_end
