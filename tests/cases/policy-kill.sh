# SPDX-License-Identifier: GPL-2.0-only
# summary: kill -9 of who attaches a policy: an unpinned one goes, else it is the old or the new one
# limit: 240
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/policywork.sh

nothing_is_hooked() { hook_mode_is swapin_readahead none && hook_mode_is swap_cluster_readahead none; }

name_of() { # CGROUP: the policy of its own, or none
	sed -n "s/^policy cgroup=$(cgroup_id "$1") name=\([^ ]*\) .*/\1/p" /proc/swapra | grep . || echo none
}

uptime_cs() { sed 's/\.\([0-9]*\) .*/\1/' /proc/uptime; }

# Kill a command ever later, until it has ended by itself.
killed_after() { # CENTISECONDS CMD…
	killed_wait=$1
	shift
	"$@" >/dev/null 2>&1 &
	killed=$!
	usleep $((killed_wait * 10000))
	kill -KILL $killed 2>/dev/null || true
	wait $killed || true
}

expect_old_or_new() { # CGROUP OLD NEW WHAT
	case $(name_of "$1") in
	"$2" | "$3") ;;
	*) expect_eq "$1 after $4" "$2 or $3" "$(name_of "$1")" ;;
	esac
}

swap_on disk 128
zswap_on lzo
cgroup_new work
cgroup_new other
modprobe swapra || die "swapra.ko: cannot be loaded"
worker_start work --size 4 --threads 2 --write
worker_loop stride=8

for round in 1 2 3; do
	policywork_start work
	tell "attach 16"
	wait_for 20 has_verdicts work
	expect_eq "hook, round $round" redirect "$(hook_mode swapin_readahead)"
	kill -KILL "$policywork_pid"
	wait "$policywork_pid" || true
	exec 7>&- 8<&-
	wait_for 20 nothing_is_hooked
	expect_eq "policies, round $round" 0 "$(nr_attached)"
done

# How long it takes tells when to kill.
begin=$(uptime_cs)
policy set work window=9
length=$(($(uptime_cs) - begin))
steps=10

step=-1
while [ $((step += 1)) -le $steps ]; do
	old=$(name_of work)
	new=window=$((step % 4 + 2))
	killed_after $((length * step / steps)) swapra policy set work "$new"
	expect_old_or_new work "$old" "$new" "set killed at $step of $steps"
done

step=-1
while [ $((step += 1)) -le $steps ]; do
	old=$(name_of work)
	old_other=$(name_of other)
	new=window=$((step % 4 + 2))
	printf '[work]\npolicy = %s\n[other]\npolicy = %s,after\n' "$new" "$new" >plan.conf
	killed_after $((length * 2 * step / steps)) swapra policy apply plan.conf
	expect_old_or_new work "$old" "$new" "apply killed at $step of $steps"
	expect_old_or_new other "$old_other" "$new,after" "apply killed at $step of $steps"
done

# What is listed is what the module has, and the next command is not hindered.
policy set work off
expect_eq "work" "off /work" "$(policy_of /work)"
worker_loop_end
say verify
worker_stop
policies_end
