# SPDX-License-Identifier: GPL-2.0-only
# summary: two cgroups: cluster readahead of one brings in pages of the other
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on disk-rotational 128
zswap_on zstd # synchronous: a page advised out is out, the order of slots is that of the advice
cgroup_new a
cgroup_new b
trace_begin
worker_start a --size 2 --cpu 0
worker_switch
worker_start b --size 2 --cpu 0 --seed 99

# Four pages of one, four of the other: every aligned cluster of eight holds both.
part=0
while [ $((part += 4)) -le 512 ]; do
	say 'pageout 4'
	worker_switch
	say 'pageout 4'
	worker_switch
done
say 'touch seq' # b: half of what it reads is a's
worker_switch
say 'touch seq'
say verify
worker_stop
worker_switch
say verify
worker_stop
trace_end
expect_exact a b
expect_more "a's pages read by b" 1 "$(row a pages.by_others)"
expect_more "pages b read for a" 1 "$(row b pages.for_others)"
expect_eq "a's pages read by b, as b sees it" "$(row a pages.by_others)" \
	"$(row b pages.for_others)"
expect_eq "b's pages read by a, as a sees it" "$(row b pages.by_others)" \
	"$(row a pages.for_others)"
