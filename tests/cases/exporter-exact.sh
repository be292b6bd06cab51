# SPDX-License-Identifier: GPL-2.0-only
# summary: what the exporter tells equals the kernel's counters and `swapra trace` at the same time
# limit: 180
. /lib/case.sh
. /lib/serve.sh
. /lib/swapin.sh
. /lib/exporter.sh

swap_on disk 128
zswap_on zstd
cgroup_new one
cgroup_new two
serve_start --web.listen-address "$exporter_address"
scrape before
trace_begin
work one --size 8 --content mixed pageout 'touch seq' pageout 'touch random=1 1024' verify
work two --size 4 --content zero pageout 'touch stride=7' verify
work two --size 4 --shmem pageout 'touch seq' pageout willneed verify
zswap_off
work one --size 8 pageout 'touch reverse' verify
trace_end
scrape after
expect_exact one two
expect_told after
for name in one two; do
	expect_row_told after $name "cgroup=\"/$name\""
done
expect_grown before after
expect_more "pages told" 4096 "$(metric after swapra_pages_total)"

# What waits_for names is gone with the cgroups; what was counted is not.
rmdir /sys/fs/cgroup/one
scrape removed
expect_told removed
expect_eq "series of a removed cgroup" 0 "$(grep -c 'cgroup="/one"' removed || true)"
expect_row_told removed two 'cgroup="/two"'
expect_grown after removed
serve_end
