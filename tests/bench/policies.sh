# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The guest's part that measures policies: swap-ins alone, in one state of the module
# after another. All of it several times over, as what a swap-in costs drifts in the
# course of minutes: a state is compared with its baseline of the same round.
# Sourced by guest.sh.
#
#   stock      without the module
#   module     loaded, no policy anywhere
#   elsewhere  a policy on another cgroup: the fault is hooked, and no policy applies
#   verdict    a policy five levels up, which leaves every fault to the kernel
#   window=…   that policy, five levels up
#
# Lines for the host: bench policy STATE WORKLOAD cluster=N round=N KEY=VALUE…

policy_pages=2048
policy_rounds=3
top=bench.top
deep=$top/2/3/4/5/6
trivial=/policies/trivial.bpf.o
state=
owner= # the cgroup that has the policy

prepare_cgroups() {
	cgroup=/sys/fs/cgroup
	for name in $(echo $deep | tr / ' '); do
		cgroup=$cgroup/$name
		mkdir "$cgroup" || die "cgroup $cgroup: cannot be made"
		[ "$cgroup" = /sys/fs/cgroup/$deep ] || set_to "$cgroup/cgroup.subtree_control" +memory
	done
	cgroup_new bench.other
}

remove_cgroups() {
	rmdir /sys/fs/cgroup/bench.other || die "cgroup bench.other: cannot be removed"
	(cd /sys/fs/cgroup && rmdir -p $deep) || die "cgroup $deep: cannot be removed"
}

policy_command() {
	swapra-bench policy "$@" >policy.out 2>&1 || die "swapra policy $*: $(tail -n 3 policy.out)"
}

# The policy's last fault may still be in the module's code.
is_unloaded() {
	modprobe -r swapra 2>/dev/null
	[ ! -e /proc/swapra ]
}

load() {
	[ -e /proc/swapra ] || modprobe swapra || die "swapra.ko: cannot be loaded"
}

attach() { # CGROUP POLICY
	load
	policy_command set "$1" "$2"
	owner=$1
}

enter() { # STATE
	[ "$1" != "$state" ] || return 0
	[ -z "$owner" ] || policy_command clear "$owner"
	owner=
	state=$1
	case $1 in
	stock) wait_for 60 is_unloaded ;;
	module) load ;;
	elsewhere) attach bench.other $trivial ;;
	verdict) attach $top $trivial ;;
	*) attach $top "$1" ;;
	esac
}

run_step() { # ROUND STATE PAGE-CLUSTER WORKLOAD
	# shellcheck disable=SC2034 # die tells it, in guest.sh
	variant=$2
	enter "$2"
	page_cluster "$3"
	in_cgroup $deep swapbench "$4" $policy_pages $policy_rounds >result 2>result.err ||
		die "swapbench $4: $(cat result.err)"
	[ "$1" -eq 0 ] || echo "bench policy $2 $4 cluster=$3 round=$1 $(cat result)"
}

# The first round is not measured: memory is taken in use, every state is entered once.
run_policies() {
	mkdir policies && cd policies || exit
	prepare_cgroups
	for round in 0 1 2 3; do
		echo "policies, round $round …"
		while read -r step_state step_cluster step_workload; do
			run_step $round "$step_state" "$step_cluster" "$step_workload" </dev/null
		done <<-END
			$POLICY_STEPS
		END
	done
	enter stock
	remove_cgroups
}
