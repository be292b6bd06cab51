# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases of `swapra advise`; after swapin.sh. Two workers: one reads in order
# in the cgroup seq, the other one, in the cgroup rand, does not.
#
#   advise_begin [ARG…]; advise_end     the verdicts of what happens between them
#   verdict CGROUP; reason CGROUP; term CGROUP PATH     of the last one; "" where there is none
#   follow CGROUP                       carry out the command that it was given
#   pair_begin; pair_end                the workers; pair_end verifies their pages
#   pair_rounds SEED…                   the same work for the same seeds
#   pair_pageout                        what is unused of it has an outcome
#   pair_us                             CPU time that took, in both cgroups
#
# Their CPU time, not the clock's: what waits for a turn on a busy machine is not work.

# Of 2048 pages: few of a window's neighbours are used.
rand_size=8
rand_touch='touch random=%d 300'
rand_more= # another command

advise_nr=0

advise_begin() {
	rm -f ready
	agent sigdefault swapra advise --json --ready-file "$PWD/ready" "$@" >advice.json 2>advice.err &
	swapra_pid=$!
	wait_for 60 advise_ready
}

advise_ready() {
	[ -e ready ] && return
	kill -0 "$swapra_pid" 2>/dev/null || die "swapra advise ended: $(cat advice.err)"
	return 1
}

advise_end() {
	kill -INT "$swapra_pid"
	wait "$swapra_pid" || die "swapra advise: exit status $?: $(cat advice.err)"
	swapra_pid=
	advise_nr=$((advise_nr + 1))
	give advice.json "advice-$advise_nr.json"
	jq -r '.cgroups[] | "\(.cgroup): \(.verdict) (\(.reason)): \(.text): \(.command)"' advice.json
	jq -r '.cgroups[] | "\(.cgroup) \(.verdict) \(.reason)"' advice.json >verdicts
	jq -c '.losses | to_entries[] | select(.value != 0)' advice.json >losses
	expect_eq "losses" "" "$(cat losses)"
}

verdict() { awk -v cgroup="/$1" '$1 == cgroup { print $2 }' verdicts; }
reason() { awk -v cgroup="/$1" '$1 == cgroup { print $3 }' verdicts; }

term() { # CGROUP PATH
	jq -r --arg cgroup "/$1" ".cgroups[] | select(.cgroup == \$cgroup) | .terms.$2" advice.json
}

expect_not_off() { # CGROUP
	case $(verdict "$1") in
	keep | window) ;;
	*) expect_eq "$1: verdict" "keep or window" "$(verdict "$1")" ;;
	esac
}

follow() { # CGROUP
	follow_command=$(jq -r --arg cgroup "/$1" \
		'.cgroups[] | select(.cgroup == $cgroup) | .command' advice.json)
	echo "# $follow_command"
	sh -c "$follow_command" || die "$follow_command: exit status $?"
}

rand_start() { worker_start rand --size $rand_size; }

pair_begin() {
	worker_start seq --size 6
	worker_switch
	rand_start
	worker_switch
}

cpu_us() { awk '$1 == "usage_usec" { sum += $2 } END { print sum }' /sys/fs/cgroup/seq/cpu.stat \
	/sys/fs/cgroup/rand/cpu.stat; }

# What 7.x reads ahead itself and nobody uses stays until its process ends: with fresh=1
# there is a new one each time.
fresh=0

pair_pageout() {
	say pageout
	worker_switch
	if [ $fresh = 1 ]; then
		worker_stop
		rand_start
	fi
	say pageout
	worker_switch
}

# Both at the same time.
pair_round() { # SEED
	pair_pageout
	pair_before=$(cpu_us)
	order 'touch seq'
	worker_switch
	# shellcheck disable=SC2059 # a case may change what is touched
	order "$(printf "$rand_touch" "$1")"
	[ -z "$rand_more" ] || order "$rand_more"
	worker_switch
	reply touch
	worker_switch
	reply touch
	[ -z "$rand_more" ] || reply touch
	worker_switch
	pair_us=$((pair_us + $(cpu_us) - pair_before))
}

# Sets pair_us and pair_in, the pages that were read.
pair_rounds() { # SEED…
	pair_us=0
	pair_in=$(pages_in)
	for seed; do pair_round "$seed"; done
	pair_in=$(($(pages_in) - pair_in))
}

pair_end() {
	say verify
	worker_stop
	worker_switch
	say verify
	worker_stop
	worker_switch
}

# The direction alone: how much it is depends on the machine. Of a guest whose clock counts
# instructions (--icount) it is asserted; of others time tells what else the host did.
expect_faster() { # BEFORE-US AFTER-US
	echo "the same work of the pair: $1 us, then $2 us; $(($2 * 100 / $1)) % of that"
	! grep -q norandmaps /proc/cmdline || [ "$2" -lt "$1" ] ||
		die "following the advice makes the pair slower: $1 us, then $2 us"
}

pages_in() { awk '/^(zswpin|pswpin|swpin_zero) / { sum += $2 } END { print sum }' /proc/vmstat; }
