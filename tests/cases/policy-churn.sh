# SPDX-License-Identifier: GPL-2.0-only
# summary: policies come, change and go under load; while one replaces another no fault is without
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/policywork.sh

swap_on disk 128
zswap_on lzo
cgroup_new work
cgroup_new other
modprobe swapra || die "swapra.ko: cannot be loaded"
worker_start work --size 8 --threads 4 --write
policywork_start work

# From no policy to no policy: the hooks are set and removed each time, which takes 1.5 s.
worker_loop stride=8
tell 'churn 5'
expect_eq "policies" 0 "$(nr_attached)"
expect_eq "hook" none "$(hook_mode swapin_readahead)"
# With a policy elsewhere they stay, and it is the policy alone that comes and goes.
policy set other off
tell 'churn 200'
expect_more "verdicts" 100 "$(module_total verdicts)"
expect_eq "policies" 1 "$(nr_attached)"
policy clear other
worker_loop_end
say verify

# Each thread has a quarter of its own. Where two race for a page, the one that comes too
# late asked as well, but its fault is not counted as a major one.
memstat_settle
counters_save before
before=$(module_count work verdicts)
tell 'attach 1'
worker_loop seq 512
tell 'swap 200'
has_met_both() {
	tell 'swap 1000'
	[ "$(module_count work single)" -gt 200 ] && [ "$(module_count work sized)" -gt 200 ]
}
wait_for 30 has_met_both
worker_loop_end
tell detach
wait_for 30 disks_idle
memstat_settle
counters_save after
verdicts=$(($(module_count work verdicts) - before))
expect_eq "verdicts, policies replaced" "$(counter work pgmajfault)" "$verdicts"
expect_eq "major faults of all" "$(counter vmstat pgmajfault)" "$verdicts"
expect_eq "faults that the kernel decided" 0 "$(module_count work kernel)"
policywork_stop

# As a user does it.
worker_loop stride=8
for spec in off window=16 kernel window=2,before; do
	policy set work "$spec"
	expect_eq "policy" "$spec" "$(sed -n 's/^policy .* name=\([^ ]*\) .*/\1/p' /proc/swapra)"
done
policy clear work
worker_loop_end
say verify
worker_stop
policies_end
