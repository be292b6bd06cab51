# SPDX-License-Identifier: GPL-2.0-only
# summary: a record of events replays to the very events, through pipes and up to a limit, too
# limit: 600
# set: long
. /lib/case.sh
. /lib/record.sh

swap_on disk 128
zswap_on zstd
cgroup_new work

# Each batch, and what became of each page.
trace_begin --events --outcomes --record events
work work --size 4 --content mixed pageout 'touch seq' pageout 'touch stride=7' verify
trace_end
expect_exact work
expect_replays events events --events --outcomes
expect_eq "outcomes" $(($(row total use.hits) + $(row total use.wasted))) \
	"$(count 'select(.type == "outcome")' out)"
expect_eq "of these late" "$(row total use.late)" "$(count 'select(.outcome == "late")' out)"
run swapra trace --replay events --events --outcomes
expect_eq "text: lines of outcomes" $(($(row total use.hits) + $(row total use.wasted))) \
	"$(awk '$4 ~ /^(hit|late|reclaimed|freed)$/' out | wc -l)"
run swapra trace --json --replay events
sed -n '$p' out | cmp - "$counters/record" || expect_eq "totals without events" same others

# To stdout: the record alone.
agent sigdefault swapra trace -i 0.2 -n 3 --record - 2>err | cat >piped
expect_eq "piped: bytes on stderr" 0 "$(wc -c <err)"
run swapra trace --json --replay piped
expect_eq "piped: exit status" 0 "$status"
expect_eq "piped: last line" total "$(last_type out)"

# Through a named pipe.
mkfifo fifo
cat fifo >through &
reader=$!
trace_begin -i 0.3 --record fifo
work work --size 1 pageout 'touch seq'
trace_end
wait $reader
expect_replays fifo through

# A limit: events are left out and counted, totals are not.
trace_begin --events --record limited --record-limit 64k
work work --size 16 pageout 'touch seq' pageout 'touch stride=7' pageout 'touch random=1 4096'
trace_end
dropped=$(sed -n "s/^swapra: record 'limited': \([0-9]*\) events are not in it.*/\1/p" "$ERR")
expect_more "limit: events left out" 1 "${dropped:-0}"
run swapra trace --json --replay limited --events --outcomes
expect_eq "limit: exit status" 0 "$status"
expect_eq "limit: events left out, replayed" "$dropped" \
	"$(sed -n "s/^swapra: record 'limited': \([0-9]*\) events are not in it.*/\1/p" err)"
expect_eq "limit: events, outcomes and those left out" \
	$(($(row total faults.total) + $(row total use.hits) + $(row total use.wasted))) \
	$(($(count 'select(.type != "total")' out) + dropped))
sed -n '$p' out | cmp - "$counters/record" || expect_eq "limit: totals" same others
expect_more "limit: bytes" "$(stat -c %s limited)" $((64 * 1024 + 4096)) # snapshots, too
