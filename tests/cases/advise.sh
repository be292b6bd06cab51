# SPDX-License-Identifier: GPL-2.0-only
# summary: swapra advise is right about sequential, random and mixed work, and worth following
# limit: 240
# set: long
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/advise.sh

swap_on disk 128
zswap_on lzo
modprobe swapra || die "swapra.ko: cannot be loaded"
for name in seq rand idle; do cgroup_new $name; done

# The same window for both, as one setting for the whole machine would have it.
policy set seq window=8
policy set rand window=8
pair_begin
advise_begin -c seq -c rand -c idle
pair_rounds 1
pair_pageout
advise_end
expect_not_off seq
expect_eq "rand" "off costs" "$(verdict rand) $(reason rand)"
expect_eq "idle" "no_data idle" "$(verdict idle) $(reason idle)"
expect_eq "seq: wasted" 0 "$(term seq wasted)"
expect_more "rand: wasted" 1000 "$(term rand wasted)"
for name in seq rand; do
	expect_eq "$name: prefetched = hits + wasted + unsettled" "$(term $name prefetched)" \
		$(($(term $name hits) + $(term $name wasted) + $(term $name unsettled)))
	expect_eq "$name: timed faults" "$(term $name faults)" "$(term $name timed)"
done
expect_eq "the largest gain comes first" /rand "$(jq -r '.cgroups[0].cgroup' advice.json)"
expect_eq "hint" "" "$(cat advice.err)"

# As much work before and after, by turns, without a tracer. The best of three tells: what a
# busy machine adds is different each time, and never less than nothing.
least() { # NUMBER-OR-NOTHING NUMBER
	if [ -n "$1" ] && [ "$1" -lt "$2" ]; then echo "$1"; else echo "$2"; fi
}

before=
after=
for round in 1 2 3; do
	echo "round $round"
	pair_rounds 2
	before=$(least "$before" "$pair_us")
	before_in=$pair_in
	follow rand
	pair_rounds 2
	after=$(least "$after" "$pair_us")
	echo "pages read for the same work: $before_in, then $pair_in"
	[ $((pair_in + 500)) -le "$before_in" ] ||
		die "following the advice saves no pages: $before_in, then $pair_in"
	policy set rand window=8
done
expect_faster "$before" "$after"

# Mixed work in one cgroup: mostly at random, then mostly in order. What it reads under off
# before tells what one page costs. (Those faults count: they could be the guard's.)
mixed() { # COMMAND…
	worker_switch
	say pageout
	policy set rand off
	advise_begin -c rand
	say 'touch random=9 300'
	say pageout
	policy set rand window=8
	for command; do say "$command"; done
	worker_switch
	advise_end
}

mixed 'touch random=5 250' pageout 'touch seq 256' 'touch random=6 250' pageout
expect_eq "mostly at random" off "$(verdict rand)"
mixed 'touch seq' pageout 'touch random=7 8' pageout
expect_not_off rand
expect_more "mostly in order: wasted" 1 "$(term rand wasted)"

# What comes of an advice that was followed: what it would take to go back.
policy set rand off
advise_begin -c rand
worker_switch
say 'touch random=8 400'
worker_switch
advise_end
expect_eq "off: prefetched" 0 "$(term rand prefetched)"
case $(verdict rand) in
keep) expect_eq "off: reason" readahead_would_save_little "$(reason rand)" ;;
*) expect_eq "off: reason" "no_data readahead_untried" "$(verdict rand) $(reason rand)" ;;
esac
pair_end
policies_end
