# SPDX-License-Identifier: GPL-2.0-only
# summary: fentry where its programs are skipped: what is missing is what was reported
# limit: 240
# cpus: 2
# boot: preempt=full
. /lib/case.sh
. /lib/swapin.sh

missed() { # PROGRAM-SUFFIX
	jqget "[.losses.missed[] | select(.program | endswith(\"$1\")) | .missed] | add // 0" \
		"$counters/record"
}

swap_on disk 128
zswap_off
cgroup_new work 10M
trace_begin --backend fentry
work work --size 8 --processes 2 --threads 4 --write \
	'touch random=1 4000' 'touch seq 4000' verify
trace_end
pages_missed=$(missed _load_exit)
expect_eq "pages with data: the kernel's less ours" "$pages_missed" \
	$(($(counter vmstat zswpin) + $(counter vmstat pswpin) -
		$(row total pages.zswap) - $(row total pages.disk)))
expect_eq "pages: sum over roles" "$(row total pages.total)" \
	$(($(row total pages.demand) + $(row total pages.prefetched) + $(row total pages.unbatched)))
# Zero-filled is what zswap_load() was not seen for, so a missed exit makes a page look like it.
zero=$(($(row total pages.zero) - $(counter vmstat swpin_zero)))
expect_more "zero-filled pages: ours less the kernel's" 0 "$zero"
expect_more "zero-filled pages: missed exits" "$zero" "$pages_missed"
# A batch whose exit was missed is closed later, and counted as unclosed; only one that lost
# its entry too is not counted.
faults_missed=$(missed _readahead_exit)
expect_eq "faults: the kernel's less ours" $((faults_missed - $(row losses unclosed))) \
	$(($(counter vmstat pgmajfault) - $(major_faults total)))
echo "missed $(row losses missed_total), unclosed $(row losses unclosed), zero $zero"
