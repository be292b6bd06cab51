# SPDX-License-Identifier: GPL-2.0-only
# summary: a table too small from the first second: what has no place is counted as untracked
# limit: 240
# cpus: 2
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh
. /lib/use.sh
. /lib/oversubscribe.sh

# 64 KiB hold 4096 pages, four for each line; 24 MiB of a random order want more.
swap_on disk 256
zswap_on zstd
cgroup_new work
modprobe swapra || die "swapra.ko: cannot be loaded"
policy set work window=32,around
trace_begin --track-memory 64k
worker_new one work --size 24
tell one pageout 'touch random=3 600'
told one
trace_end
expect_exact work
expect_eq "places" 4096 "$(row tracking places)"
expect_more "untracked" 100 "$(row work use.untracked)"
expect_more "pending" 1000 "$(row work use.pending)"
policy clear work
worker_end one
wait_for 30 is_emptied work
rmdir /sys/fs/cgroup/work
policies_end

oversubscribe_in 15M --track-memory 64k
