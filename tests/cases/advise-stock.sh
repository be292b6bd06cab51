# SPDX-License-Identifier: GPL-2.0-only
# summary: swapra advise on the kernel's own readahead, its hint, and following it
# limit: 240
# set: long
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/advise.sh

swap_on disk 128
zswap_on lzo
for name in seq rand single idle; do cgroup_new $name; done
fresh=1
# Each second page: its hits keep the kernel's window at 4, of which it uses 2, until one is cut
# short at the end of a page table and has no hit. Then some at random, which are read alone: so
# it can be told what one page costs, and what several.
rand_touch='touch stride=2 400'
rand_more='touch random=3 100'

# Nothing to see, and nothing to do about it.
run swapra advise -d 0.1
expect_eq "no swap-in: exit status" 0 "$status"
expect_eq "no swap-in: stdout" "no data: no cgroup has swapped in" "$(cat out)"
run swapra advise -d 0.1 -c no-such
expect_failed "no such cgroup" 1 "^swapra: cgroup 'no-such': cannot find: ENOENT"

run swapra advise -o csv
expect_failed "CSV" 2 "^swapra: option '--output': 'csv' is none of table, json"
{
	swapra advise -d 0.1 2>err && status=0 || status=$?
	echo "$status" >status
} >/dev/full
expect_eq "full disk: exit status" 1 "$(cat status)"

pair_begin
advise_begin
pair_rounds 1 2 3 4
pair_pageout
# Where nothing is used the kernel soon reads nothing ahead.
work single --size 16 pageout 'touch random=1 1000'
advise_end
expect_not_off seq
expect_eq "rand" "off costs" "$(verdict rand) $(reason rand)"
expect_eq "single" "keep little_readahead" "$(verdict single) $(reason single)"
expect_eq "idle, not asked for" "" "$(verdict idle)"
expect_eq "hint" "hint: policies need the kernel module swapra: it is installed, but not loaded: \`modprobe swapra\`" \
	"$(cat advice.err)"
expect_eq "hint in JSON" "it is installed, but not loaded: \`modprobe swapra\`" \
	"$(jq -r .missing_module advice.json)"

# The same work again. What it saves here, one page in eight of the pair's, is less than a busy
# machine adds to its time: that is printed, and the pages are counted. See advise.sh for time.
pair_pages() { # SEED…
	pages=$(vmstat_get zswpin)
	pair_rounds "$@"
	pages=$(($(vmstat_get zswpin) - pages))
}

pair_pages 5 6
before=$pages before_us=$pair_us
modprobe swapra || die "swapra.ko: cannot be loaded"
follow rand
pair_pages 5 6
echo "the same work: $before pages in $before_us us, then $pages in $pair_us us"
[ $((pages + 500)) -le "$before" ] || die "following the advice saves no pages: $before, then $pages"

# For people: a line for each, and the arithmetic.
agent sigdefault swapra advise --explain -c rand -c idle --ready-file "$PWD/people.ready" >out 2>err &
people=$!
wait_for 60 test -e people.ready
pair_rounds 8
kill -INT $people
wait $people || die "swapra advise --explain: exit status $?"
cat out
expect_eq "messages" "" "$(cat err)"
expect_eq "idle" 1 "$(grep -c '^idle: no data: nothing was swapped in$' out)"
expect_eq "rand" 1 "$(grep -c '^rand: .*nothing is read ahead under off; it would pay ' out)"
expect_more "arithmetic" 1 "$(grep -c '^  adds = b \* prefetched / faults = .* \* 0 / [0-9]* = 0ns$' out)"
pair_end
policies_end
