# SPDX-License-Identifier: GPL-2.0-only
# summary: beside a livepatch policies hint, to the page; where a policy is first a livepatch waits
# limit: 240
# set: long
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/policywork.sh

livepatch=/sys/kernel/livepatch/swapra_livepatch
calls() { cat /sys/module/swapra_livepatch/parameters/calls; }
settled() { [ "$(cat $livepatch/transition)" = 0 ]; }
is_off() { [ ! -e $livepatch ] || { settled && [ "$(cat $livepatch/enabled)" = 0 ]; }; }

livepatch_end() {
	echo 0 >$livepatch/enabled
	wait_for 60 is_off
	rmmod swapra_livepatch || die "the livepatch cannot be unloaded"
}

# Orders in which the pages of a window of that placement are of use. All pages are touched: those
# that a hint made 7.3 prefetch cannot be paged out before.
order_of() { # PLACEMENT
	case $1 in
	0) echo stride=8 ;;
	1) echo seq ;;
	2) echo reverse ;;
	esac
}

majflt() { echo "$reply_line" | sed 's/.* majflt=\([0-9]*\) .*/\1/'; }

# One line a window: what it was and how many faults and prefetched pages it made. The
# worker's address stays, so the same windows make the same numbers.
windows() { # FILE WINDOW…
	windows_file=$1
	shift
	for window; do
		for placement in 0 1 2; do
			tell "replace $window $placement"
			say pageout
			faults=$(majflt)
			prefetched=$(vmstat_get swap_ra)
			say "touch $(order_of $placement)"
			echo "$window,$placement $(($(majflt) - faults))" \
				"$(($(vmstat_get swap_ra) - prefetched))"
		done
	done >"$windows_file"
}

swap_on disk 128
zswap_on lzo
page_cluster 3
cgroup_new work
modprobe swapra || die "swapra.ko: cannot be loaded"
worker_start work --size 1 --write
policywork_start work
some="1 2 3 4 5 7 8 15 16 17 30 31"

# The livepatch first.
modprobe swapra_livepatch || die "swapra_livepatch.ko: cannot be loaded"
wait_for 60 settled
say pageout
say 'touch seq'
expect_more "calls of the livepatched function" 1 "$(calls)"
tell 'attach 1'
expect_eq "hook" "mode=hint errno=16" \
	"$(sed -n 's/^hook function=swapin_readahead //p' /proc/swapra)"
expect_eq "hook of shared memory" redirect "$(hook_mode swap_cluster_readahead)"
expect_eq "messages" 1 "$(dmesg | grep -c 'swapra: swapin_readahead is livepatched: policies only hint')"
run swapra policy list
expect_eq "list says so" 1 "$(grep -c '^hook swapin_readahead: hint' out)"
has_become_known() { say pageout; say 'touch seq'; has_verdicts work; }
wait_for 20 has_become_known
before=$(calls)
verdicts=$(module_total verdicts)
# shellcheck disable=SC2086 # words
windows hinted $some
expect_eq "verdicts" $(($(calls) - before)) $(($(module_total verdicts) - verdicts))
expect_eq "verdicts that were cut" 0 "$(module_total guarded)"
say verify
tell detach
expect_eq "hook without a policy" none "$(hook_mode swapin_readahead)"
livepatch_end

# A policy first: redirected, and the livepatch has to wait.
tell 'attach 1'
expect_eq "hook without a livepatch" redirect "$(hook_mode swapin_readahead)"
! modprobe swapra_livepatch 2>modprobe.err || die "livepatched beside a policy"
expect_eq "why not" 1 "$(grep -c 'resource busy' modprobe.err)"
expect_eq "livepatches" "" "$(ls /sys/kernel/livepatch)"
# shellcheck disable=SC2086 # words
windows redirected $some
diff redirected hinted >difference || expect_eq "windows, faults, pages: redirected, hinted" "" "$(cat difference)"
# 256 pages, which a page table may divide.
expect_eq "windows after the demand page, and the faults of a walk" "" \
	"$(sed -n 's/^\([0-9]*\),1 /\1 /p' hinted | awk '{ all = int((255 + $1) / $1) } $2 < all || $2 > all + 1')"
tell detach
modprobe swapra_livepatch || die "swapra_livepatch.ko: cannot be loaded after the policy"
wait_for 60 settled
say pageout
say verify
expect_more "calls" 1 "$(calls)"
livepatch_end
policywork_stop
worker_stop
policies_end
