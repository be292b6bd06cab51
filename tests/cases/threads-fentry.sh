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
expect_eq "pages: the kernel's less ours" "$(missed _load_exit)" \
	$(($(counter vmstat zswpin) + $(counter vmstat pswpin) -
		$(row total pages.zswap) - $(row total pages.disk)))
expect_eq "faults: the kernel's less ours" "$(missed _readahead_exit)" \
	$(($(counter vmstat pgmajfault) - $(major_faults total)))
