# SPDX-License-Identifier: GPL-2.0-only
# summary: a record of policies and all sources replays exactly; `make golden-record` keeps it
# limit: 600
# set: long
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh

# Every source and kind, several settings, a cgroup that goes, and what is wasted.
swap_on disk 128
zswap_on zstd
modprobe swapra || die "swapra.ko: cannot be loaded"
cgroup_new sequential.slice
cgroup_new 'odd, "name"'
cgroup_new gone
cgroup_new quiet
policy set 'odd, "name"' window=8
trace_begin --events --record golden.record
work sequential.slice --size 1 --content mixed pageout 'touch seq' verify
work 'odd, "name"' --size 1 pageout 'touch stride=7' pageout 'touch random=1 100' verify
work gone --size 1 --shmem pageout 'touch seq'
wait_for 30 rmdir /sys/fs/cgroup/gone
zswap_off
work quiet --size 1 pageout 'touch reverse' verify pageout 'touch random=1 40'
trace_end
expect_exact sequential.slice quiet
swapra trace --json --replay golden.record --events | cmp - "$OUT" ||
	expect_eq "the record" "what was printed" "something else"
policies_end
give golden.record
