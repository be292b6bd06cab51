# SPDX-License-Identifier: GPL-2.0-only
# summary: four minutes of cgroups that come and go beside one that swaps: rows are used again, and every count is right
# set: long
# limit: 600
. /lib/case.sh
. /lib/serve.sh
. /lib/swapin.sh
. /lib/exporter.sh

seconds=240 # rows are given back after two minutes
swap_on disk 128
zswap_on zstd
cgroup_new stays
worker_start stays --size 4 --write
serve_start --web.listen-address "$exporter_address" --max-cgroups 8
scrape before
cp before last
counters_save before
worker_loop stride=7

uptime() { cut -d. -f1 /proc/uptime; }

begin=$(uptime)
cgroups=0
while [ $(($(uptime) - begin)) -lt $seconds ]; do
	cgroups=$((cgroups + 1))
	cgroup_new "c$cgroups"
	work "c$cgroups" --size 1 pageout 'touch seq'
	[ $((cgroups % 2)) -eq 0 ] || wait_for 30 rmdir "/sys/fs/cgroup/c$cgroups"
	scrape now
	expect_grown last now
	mv now last
	[ $((cgroups % 2)) -eq 1 ] || wait_for 30 rmdir "/sys/fs/cgroup/c$cgroups"
done
worker_loop_end
say verify
worker_stop
counters_save after
scrape after
expect_grown last after
expect_kernel_told after
for loss in missed_runs losses; do
	expect_eq "$loss" 0 "$(metric after swapra_${loss}_total)"
done
expect_more "pages of the cgroup that stays" 4096 \
	"$(metric after swapra_pages_total 'cgroup="/stays"')"
expect_eq "cgroups that were removed" $cgroups "$(metric after swapra_cgroups 'series="removed"')"

# The highest bit of one that is closed is set. Without rows that are used again there would be one for each cgroup.
bpftool -j map dump name use_index >dump || die "bpftool map dump name use_index"
places=$(jq '[.[].formatted.value % 2147483648] | max' dump)
expect_more "cgroups, of which so few had rows of uses at a time: $places" $((places + 20)) $cgroups
serve_end
