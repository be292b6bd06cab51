# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that swap through IAA's stand-in.

. /lib/swapin.sh
. /lib/idxd.sh

# What zswap did and what the device did are the same: each page stored was compressed once,
# each page loaded or written back was decompressed once, and all bytes are theirs.
idxd_expect_zswap() { # VERIFY
	stored=$(counter vmstat zswpout)
	loaded=$(($(counter vmstat zswpin) + $(counter vmstat zswpwb)))
	expect_eq "compressions" "$stored" "$(idxd_moved total compress submitted)"
	expect_eq "compressions with success" "$stored" "$(idxd_moved total compress status.01)"
	expect_eq "bytes to compress" $((stored * 4096)) "$(idxd_moved total compress bytes_in)"
	expect_eq "decompressions" "$loaded" "$(idxd_moved total decompress submitted)"
	expect_eq "decompressions with success" "$loaded" "$(idxd_moved total decompress status.01)"
	expect_eq "bytes from decompression" $((loaded * 4096)) "$(idxd_moved total decompress bytes_out)"
	expect_eq "verifications" $((stored * $1)) "$(idxd_moved total verify status.01)"
	expect_eq "bytes verified" $((stored * 4096 * $1)) "$(idxd_moved total verify bytes_out)"
	expect_eq "compressed bytes, verified" $(($(idxd_moved total compress bytes_out) * $1)) \
		"$(idxd_moved total verify bytes_in)"
}

idxd_begin() { # what is on: swap, zswap with deflate-iaa, a cgroup `work`
	swap_on disk 128
	zswap_on deflate-iaa
	cgroup_new work
	counters_save before
	idxd_save before
}

idxd_finish() {
	counters_save after
	idxd_save after
	idxd_expect_sums
}

# Out and in again in several orders, every page verified, and some of it by way of the disk.
# An operation that waits for an interrupt takes milliseconds where the host is busy: less work.
idxd_swap() { # MODE VERIFY [PARAMETER=VALUE...]
	swap_verify=$2
	work_mb=8 work_limit=1M
	[ "$1" = sync ] || work_mb=1 work_limit=256K
	idxd_load_mode "$@"
	idxd_begin
	work work --size $work_mb --threads 2 --write pageout 'touch seq' pageout 'touch reverse' \
		pageout 'touch random=1' verify
	set_to /sys/fs/cgroup/work/memory.zswap.max $work_limit
	work work --size $work_mb --processes 2 pageout 'touch seq' verify
	idxd_finish
	idxd_expect_zswap "$swap_verify"
	expect_more "pages stored" $((work_mb * 3 * 256 + 1)) "$stored"
	expect_more "pages written back" 1 "$(counter vmstat zswpwb)"
	idxd_end
}
