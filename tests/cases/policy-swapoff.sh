# SPDX-License-Identifier: GPL-2.0-only
# summary: swapoff under load with a policy: it ends, data is right, its own reads are the kernel's
# limit: 240
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/policywork.sh

# One takes what comes while the other one is off.
swap_on disk 64 vda
swap_on disk 128 vdb
zswap_on lzo
# So what swapoff reads on its own has no neighbours. 7.3 could not page them out again.
page_cluster 0
cgroup_new work
modprobe swapra || die "swapra.ko: cannot be loaded"
# Everybody has it, so the shell that runs swapoff as well.
policy set / window=16
worker_start work --size 8 --threads 4 --write
worker_loop stride=8
more_verdicts() { [ "$(module_count work verdicts)" -gt $((verdicts + 100)) ]; }
is_used() { awk -v device="/dev/$1" '$1 == device { used = $4 } END { exit used < 1024 }' /proc/swaps; }
for device in vda vdb vda vdb; do
	verdicts=$(module_count work verdicts)
	wait_for 20 more_verdicts
	wait_for 20 is_used $device
	swapoff /dev/$device || die "swapoff $device: exit status $?"
	swapon /dev/$device || die "swapon $device: exit status $?"
done
worker_loop_end
say verify

# All of it read by swapoff, alone.
say pageout
counters_save before
verdicts=$(module_total verdicts)
swapoff /dev/vda
swapoff /dev/vdb
counters_save after
expect_eq "verdicts while all was read by swapoff" "$verdicts" "$(module_total verdicts)"
expect_eq "verdicts of the cgroup that ran it" 0 "$(module_count . verdicts)"
expect_eq "pages that swapoff prefetched" 0 "$(counter vmstat swap_ra)"
expect_more "pages read by swapoff" 1000 $(($(counter vmstat zswpin) + $(counter vmstat pswpin)))
say verify
worker_stop
policies_end
