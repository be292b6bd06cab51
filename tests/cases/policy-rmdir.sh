# SPDX-License-Identifier: GPL-2.0-only
# summary: a removed cgroup takes its policy along, its name has none later, totals stay
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/policywork.sh

has_no_policy() { ! grep -q "^policy cgroup=$1 " /proc/swapra; } # ID

short() { in_cgroup "$1" swapwork --size 1 pageout 'touch seq 64' verify >/dev/null || die "swapwork in $1"; }

expect_grown() { # every counter of the record total
	grep '^total ' /proc/swapra | tr ' ' '\n' | sed 1d >total.new
	[ -s total.new ] || die "no record total"
	[ ! -e total.old ] || expect_eq "counters of total that went backwards, round $1" "" \
		"$(paste -d = total.old total.new | awk -F = '$4 < $2')"
	mv total.new total.old
}

swap_on disk 128
zswap_on lzo
cgroup_new work
cgroup_new gone
cgroup_new parent
set_to /sys/fs/cgroup/parent/cgroup.subtree_control +memory
modprobe swapra || die "swapra.ko: cannot be loaded"
policy set work window=16
worker_start work --size 4 --threads 2 --write
worker_loop stride=8

# A policy of its own. Removed while another cgroup faults.
policy set gone off
id=$(cgroup_id gone)
short gone
expect_more "verdicts" 1 "$(module_count gone single)"
single=$(module_total single)
rmdir /sys/fs/cgroup/gone
wait_for 20 has_no_policy "$id"
expect_more "single, the removed cgroup included" "$single" "$(module_total single)"
expect_eq "records of the removed cgroup" 0 "$(grep -c "^cgroup id=$id " /proc/swapra)"
[ -e "$pins/$id" ] || die "no pin any more"
expect_eq "what the pin still holds" 0 \
	"$(bpftool --json link show pinned "$pins/$id" | jq '.map_id // 0')"

# One of that name is another one.
cgroup_new gone
before=$(module_total single)
short gone
expect_eq "single, after the cgroup was made again" "$before" "$(module_total single)"
expect_eq "verdicts of the new one" 0 "$(module_count gone verdicts)"
expect_eq "policy of the new one" "null null" "$(policy_of /gone)"

# Fifty that inherit, one after the other.
run swapra policy set parent window=4
expect_eq "set, with a pin that holds nothing: exit status" 0 "$status"
expect_eq "what became of the pin" 1 "$(grep -c "pin '$pins/$id': removed: its cgroup is gone" err)"
round=0
while [ $((round += 1)) -le 50 ]; do
	cgroup_new "parent/$round"
	short "parent/$round"
	[ "$round" -gt 1 ] || expect_more "verdicts of the first" 1 "$(module_count parent/1 sized)"
	rmdir "/sys/fs/cgroup/parent/$round"
	expect_grown "$round"
done
expect_eq "cgroups with a record" "$(cgroup_id work)" \
	"$(sed -n 's/^cgroup id=\([0-9]*\) .*/\1/p' /proc/swapra)"
parent=$(cgroup_id parent)
rmdir /sys/fs/cgroup/parent
expect_grown end
worker_loop_end
say verify
worker_stop

# Without `swapra policy`: the last policy goes with its cgroup, the pin does not hold the module.
can_be_removed() { rmdir /sys/fs/cgroup/work 2>/dev/null; }
id=$(cgroup_id work)
wait_for 20 can_be_removed
wait_for 20 has_no_policy "$id"
expect_eq "hook without a policy" none "$(hook_mode swapin_readahead)"
wait_for 30 is_unloaded
rm "$pins/$id" "$pins/$parent" || die "no pins any more"
expect_eq "other pins" "" "$(ls "$pins")"
