# SPDX-License-Identifier: GPL-2.0-only
# summary: prefetched pages that nobody uses stay within bounds, and nobody is killed
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh

swap_on disk 128
zswap_off
modprobe swapra || die "swapra.ko: cannot be loaded"

cgroup_new disk 8M
policy set disk window=16
expect_guarded disk 1024 --size 16 --write
zswap_on zstd
cgroup_new zswap 12M
policy set zswap window=16
expect_guarded zswap 1536 --size 16 --write

# A few pages of room, and all else cannot be reclaimed: files of ramfs, and pages that are
# being read. The demand page waits for these, neighbours do not. (With so little room the
# kernel's own readahead gets who writes killed, on every kernel.)
zswap_off
cgroup_new full
policy set full window=32,after
worker_new one full --size 2 # only reads: dirty pages would have to be written first
tell one pageout
told one
in_cgroup full dd if=/dev/zero of=ballast bs=1M count=4 2>/dev/null
set_to /sys/fs/cgroup/full/memory.high 0 # each CPU gives back what it has charged ahead
set_to /sys/fs/cgroup/full/memory.high max
set_to /sys/fs/cgroup/full/memory.max $(($(cat /sys/fs/cgroup/full/memory.current) + 16 * 4096))
reads_begin full
tell one 'touch seq 256'
told one
reads full >was
expect_more "charges that failed" 1 "$(read_count failed_charges <was)"
expect_eq "full: kills" 0 "$(kills full)"
set_to /sys/fs/cgroup/full/memory.max max
worker_end one
policies_end
