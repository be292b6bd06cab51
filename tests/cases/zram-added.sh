# SPDX-License-Identifier: GPL-2.0-only
# summary: a zram device added to a trace without intervals is followed at once
# limit: 120
# kernels: 6.12-bpo 6.12
. /lib/case.sh
. /lib/swapin.sh

zswap_off
cgroup_new work
trace_begin -d 3600
bpf_without_zram=$(bpfcount)
followed() { [ "$(bpfcount)" != "$bpf_without_zram" ]; }
swap_on zram 64
wait_for 30 followed
work work --size 8 --content mixed pageout 'touch seq' verify
trace_end
expect_exact work
expect_more "faults on a synchronous device" 1024 "$(row work faults.sync)"
