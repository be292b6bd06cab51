# SPDX-License-Identifier: GPL-2.0-only
# summary: the nearest policy applies, five levels deep, and what is set applies at the next fault
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh

swap_on disk 128
zswap_on zstd
path=
for level in l1 l2 l3 l4 l5; do
	[ -z "$path" ] || set_to "/sys/fs/cgroup/$path/cgroup.subtree_control" +memory
	path=$path${path:+/}$level
	cgroup_new "$path"
done
low=$path
cgroup_new l1/high
cgroup_new l1/other
modprobe swapra || die "swapra.ko: cannot be loaded"
worker_new low "$low" --size 2
worker_new high l1/high --size 2

policy_named() { # CGROUP: that applies to it, by /proc/swapra
	sed -n "s/^cgroup id=$(cgroup_id "$1") policy=\([0-9]*\) .*/\1/p" /proc/swapra
}

expect_from() { # CGROUP POLICY-CGROUP: of the faults since verdicts_begin
	expect_eq "$1: faults of" "$(cgroup_id "$1")" "$(verdict_values cgroup)"
	expect_eq "$1: policy of" "$(cgroup_id "$2")" "$(verdict_values policy_cgroup)"
	expect_eq "$1: policy in /proc/swapra" "$(cgroup_id "$2")" "$(policy_named "$1")"
}

sized() { # NAME CGROUP POLICY-CGROUP WINDOW PLACEMENT
	verdicts_begin
	expect_window zswap "$1" "$2" "$4" "$5" seq
	expect_from "$2" "$3"
}

# What the kernel reads is its own business here, but it is asked and does it.
kernel() { # NAME CGROUP POLICY-CGROUP
	verdicts_begin
	back "$1" "$2"
	faults=$(read_count faults <was)
	expect_eq "$2: verdicts of the kernel" "verdicts=$faults kernel=$faults " \
		"$(grep -o 'verdicts=.*' was)"
	expect_from "$2" "$3"
}

none() { # NAME CGROUP
	verdicts_begin
	back "$1" "$2"
	expect_eq "$2: verdicts" "" "$(grep -o 'verdicts=.*' was)"
	expect_eq "$2: verdicts traced" "" "$(verdict_values cgroup)"
}

back() { # NAME CGROUP
	tell "$1" pageout
	told "$1"
	reads_begin "$2"
	tell "$1" 'touch seq'
	told "$1"
	reads "$2" >was
}

none low "$low"
policy set / window=2,after
sized low "$low" / 2 after
sized high l1/high / 2 after
policy set l1 window=4,before
sized low "$low" l1 4 before
sized high l1/high l1 4 before
policy set l1/l2/l3 off
sized low "$low" l1/l2/l3 1 around
policy set l1/l2 kernel
sized low "$low" l1/l2/l3 1 around
sized high l1/high l1 4 before
policy clear l1/l2/l3
kernel low "$low" l1/l2
policy set "$low" window=16
sized low "$low" "$low" 16 around
policy set "$low" window=3,after # the same link
sized low "$low" "$low" 3 after
policy clear "$low"
kernel low "$low" l1/l2

# The policy is that of where the task is, not of where it was.
tell low pageout
told low
verdicts_begin
reads_begin l1/other
pid_of low >/sys/fs/cgroup/l1/other/cgroup.procs
tell low 'touch seq'
expected=$(model low 4 before seq)
told low
expect_eq "moved" "$(reads_expected zswap 4 "${expected% *}" "${expected#* }")" "$(reads l1/other)"
expect_from l1/other l1
pid_of low >"/sys/fs/cgroup/$low/cgroup.procs"
kernel low "$low" l1/l2

policy clear l1
sized high l1/high / 2 after
kernel low "$low" l1/l2
policy clear l1/l2
sized low "$low" / 2 after
policy clear /
none low "$low"
none high l1/high
worker_end low high

# A threaded cgroup has no memory controller: its domain counts.
cgroup_new domain
cgroup_new domain/thread
set_to /sys/fs/cgroup/domain/thread/cgroup.type threaded
policy set domain window=8,after
no_policy 1 'cannot find the memory controller' set domain/thread off
worker_new thread domain/thread --size 2
sized thread domain domain 8 after
worker_end thread
policies_end
