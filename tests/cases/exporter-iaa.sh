# SPDX-License-Identifier: GPL-2.0-only
# summary: what the exporter tells of IAA equals the device's own counters and `swapra trace --view iaa`
# set: long
# limit: 180
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/serve.sh
. /lib/swapin.sh
. /lib/idxd.sh
. /lib/idxdswap.sh
. /lib/iaa.sh
. /lib/exporter.sh
. /lib/exporteriaa.sh

idxd_load_mode sync 1 devices=2 wqs=2
cgroup_new other
serve_start --iaa --web.listen-address $exporter_address
wait_for 30 is_attached
scrape before
iaa_begin
work work --size 4 --threads 2 --write pageout 'touch seq' pageout 'touch random=1' verify
work other --size 2 pageout 'touch reverse' verify
iaa_finish
scrape after
iaa_expect_exact
expect_device_told after
expect_more "queues and operations told" 20 "$(wc -l <told)"
expect_pages after total
for name in work other; do
	expect_pages after $name "cgroup=\"/$name\""
	expect_more "$name: pages by the device" 512 "$(iaa_pages $name device)"
done
expect_eq "failed operations" 0 "$(grown after swapra_iaa_failed_operations_total)"
expect_eq "operations in the histogram" "$(grown after swapra_iaa_successful_operations_total)" \
	"$(grown after swapra_iaa_operation_seconds_count)"
expect_eq "losses" 0 "$(metric after swapra_losses_total)"
expect_grown before after
serve_end
idxd_end
