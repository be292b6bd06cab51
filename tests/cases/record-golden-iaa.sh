# SPDX-License-Identifier: GPL-2.0-only
# summary: a record of IAA replays exactly; `make golden-record` keeps it
# limit: 180
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/command.sh
. /lib/swapin.sh
. /lib/idxd.sh
. /lib/idxdswap.sh
. /lib/iaa.sh

# Two devices, every kind of operation, some that fail, two cgroups, of which one is late.
idxd_load_mode sync 1 devices=2 wqs=2 base_ns=0 kib_ns=0 window=2048
cgroup_new other
iaa_begin -i 1 --record iaa.record
idxd_fault 'error compress every=16' 'error decompress every=8'
# One thread: 6.12's software fallback is not made for two CPUs at a time; see docs/iaa.md.
work work --size 1 pageout 'touch seq' verify
wait_for 30 iaa_attached
work other --size 1 pageout 'touch seq' verify
iaa_finish
iaa_expect_exact
swapra trace --json --replay iaa.record | cmp - "$OUT" ||
	expect_eq "the record" "what was printed" "something else"
run swapra trace --replay iaa.record --view iaa
expect_eq "the view: exit status" 0 "$status"
expect_more "the view: lines of work queues" 4 "$(grep -c '^iax[01]/wq[01].[01] ' out)"
give iaa.record
idxd_end

# One that was not asked for IAA says so.
run swapra trace -d 0.1 --record plain
run swapra trace --replay plain --view iaa
expect_failed "a record without" 1 "record 'plain': cannot print what IAA did"
