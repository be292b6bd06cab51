# SPDX-License-Identifier: GPL-2.0-only
# summary: a window is read to the page in every placement: zswap, and the tracer agrees
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh

swap_on disk 128
zswap_on zstd
cgroup_new work
modprobe swapra || die "swapra.ko: cannot be loaded"
worker_new one work --size 3
expect_windows zswap one work 1 2 3 5 8 31

# Against the placement, a window holds nothing but the demand page after its first one.
policy set work window=16,before
expect_window zswap one work 16 before seq
policy set work window=5,after
expect_window zswap one work 5 after reverse

cgroup_new traced
trace_begin
worker_new two traced --size 3
expect_windows zswap two traced 16 32
worker_end one two
trace_end
expect_exact traced
expect_eq "pages prefetched" "$(row traced pages.prefetched)" "$(row traced verdicts.prefetched)"
for key in verdicts single sized prefetched; do
	column=$key
	[ $key != verdicts ] || column=total
	expect_eq "the tracer's $key" "$(reads_now traced | sed -n "s/^$key //p")" \
		"$(row traced "verdicts.$column")"
done
policies_end
