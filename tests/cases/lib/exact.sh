# SPDX-License-Identifier: GPL-2.0-only
# Included by the exact-* cases: the same work from each place that swapped pages can lie in.
# SWAP-KIND decides the path: `disk` is read by VMA window, `disk-rotational` by cluster.

exact_zswap() { # SWAP-KIND COMPRESSOR
	swap_on "$1" 128
	zswap_on "$2"
	cgroup_new work
	trace_begin
	work_all_orders work --size 8 --content mixed --write
	trace_end
	expect_exact work
	expect_more "zswap pages" 2048 "$(row work pages.zswap)"
	expect_more "zero-filled pages" 512 "$(row work pages.zero)"
	expect_more "prefetched pages" 1024 "$(row work pages.prefetched)"
}

exact_disk() { # SWAP-KIND
	swap_on "$1" 128
	zswap_off
	cgroup_new work
	trace_begin
	work_all_orders work --size 8 --content mixed
	trace_end
	expect_exact work
	expect_eq "zswap pages" 0 "$(row work pages.zswap)"
	expect_more "disk pages" 4096 "$(row work pages.disk)"
	expect_more "zero-filled pages" 512 "$(row work pages.zero)"
	expect_more "prefetched pages" 1024 "$(row work pages.prefetched)"
}

exact_writeback() { # SWAP-KIND
	swap_on "$1" 128
	zswap_on zstd
	cgroup_new work
	# A third of the region, compressed: what comes later pushes out what came before.
	set_to /sys/fs/cgroup/work/memory.zswap.max 1M
	trace_begin
	work_all_orders work --size 8 --write
	trace_end
	expect_exact work
	expect_more "pages from zswap" 1 "$(row work pages.zswap)"
	expect_more "pages written back and read from disk" 1 "$(row work pages.disk)"
	expect_more "pages written back by zswap" 1 "$(counter vmstat zswpwb)"
}
