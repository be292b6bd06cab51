# SPDX-License-Identifier: GPL-2.0-only
# summary: a private mapping of a file, every page of it written: windows and the guard
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh

swap_on disk 128
modprobe swapra || die "swapra.ko: cannot be loaded"
dd if=/dev/zero of=file bs=1M count=16 2>/dev/null # charged to nobody whom we watch
zswap_on zstd
cgroup_new work
worker_new one work --size 3 --private file --write
# All that is read ahead is used as well: on 7.x what is not cannot be paged out, see below.
for window in 5 16; do
	for way in 'after seq' 'before reverse' 'around seq'; do
		policy set work "window=$window,${way% *}"
		expect_window zswap one work $window "${way% *}" "${way#* }"
	done
done
worker_end one

# 7.x: pages of such a mapping that came from zswap cannot be reclaimed before they are used.
cap=1536
! grep -q ' swap_cache_alloc_folio$' /proc/kallsyms || cap=384
cgroup_new small 12M
policy set small window=16
expect_guarded small $cap --size 16 --private file --write
policies_end
