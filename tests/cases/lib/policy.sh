# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases of `swapra policy`. Test policies are /policies/NAME.bpf.o.
#
#   policy ARG…           swapra policy; must succeed and say nothing on stderr
#   no_policy STATUS PATTERN ARG…  must fail
#   policy_of CGROUP      what list has for it: "POLICY FROM"
#   policies_end          clear all, and unload the module: a case must see to it

pins=/sys/fs/bpf/swapra

policy() {
	run swapra policy "$@"
	expect_eq "swapra policy $*: exit status" 0 "$status"
	expect_eq "swapra policy $*: messages" "" "$(cat err)"
}

no_policy() {
	policy_status=$1 policy_pattern=$2
	shift 2
	run swapra policy "$@"
	expect_failed "swapra policy $*" "$policy_status" "$policy_pattern"
}

policy_of() {
	swapra policy list --json "$1" | jq -r --arg cgroup "$1" \
		'.cgroups[] | select(.cgroup == $cgroup) | "\(.policy) \(.from)"'
}

pinned() { find $pins -mindepth 1 | sed 's#.*/##' | sort -n | xargs; } # ids

cgroup_id() { stat -c %i "/sys/fs/cgroup/$1"; }

nr_attached() { grep -c '^policy ' /proc/swapra || true; }

is_unloaded() { modprobe -r swapra 2>/dev/null; [ ! -e /proc/swapra ]; }

policies_end() {
	: >nothing.conf
	policy apply nothing.conf
	expect_eq "policies at the end" 0 "$(nr_attached)"
	expect_eq "pins at the end" "" "$(pinned)"
	wait_for 30 is_unloaded
}
