# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that make IAA's stand-in fail. One megabyte goes out and comes back: 256
# pages, each compressed once, so that `every=4` is 64 of them.

. /lib/idxdswap.sh

fault_pages=256

# How often the kernel's log has it since the boot.
kernel_says() { dmesg | grep -c "$1"; }

fault_begin() { # RULE...
	idxd_fault clear "$@"
	counters_save before
	idxd_save before
}

fault_work() { work work --size 1 pageout 'touch seq' verify; }

# A page that IAA does not compress goes to the disk as it is; 7.x keeps it so in zswap.
expect_uncompressed() { # PAGES
	stored=$((fault_pages - $1))
	expect_eq "pages that IAA decompressed" $stored "$(idxd_moved total decompress status.01)"
	if [ "$(counter vmstat pswpout)" -eq 0 ]; then
		expect_eq "pages in zswap" "$fault_pages" "$(counter vmstat zswpout)"
	else
		expect_eq "pages in zswap" $stored "$(counter vmstat zswpout)"
		expect_eq "pages on disk" "$1" "$(counter vmstat pswpout)"
	fi
}

fault_compress() { # RULE COUNTER: it is 64 then
	fault_begin "$1"
	fault_work
	idxd_finish
	expect_eq "$1: fired" 64 "$(idxd_fired "${1%% *}")"
	expect_eq "$1: faulted" 64 "$(idxd_moved total compress faulted)"
	expect_eq "$1: $2" 64 "$(idxd_moved total compress "$2")"
	expect_uncompressed 64
}

# What the driver then does itself is not seen by the device: all pages are right, that is all.
fault_decompress() { # RULE COUNTER DONE: the second is 64 then, and so many the device did
	fault_begin "$1"
	fault_work
	idxd_finish
	expect_eq "$1: fired" 64 "$(idxd_fired "${1%% *}")"
	expect_eq "$1: $2" 64 "$(idxd_moved total decompress "$2")"
	expect_eq "$1: by IAA" "$3" "$(idxd_moved total decompress status.01)"
	expect_eq "$1: pages from zswap" "$fault_pages" "$(counter vmstat zswpin)"
}

# A page is lost: its reader gets SIGBUS. The workload must say so.
fault_died() { # RULE
	fault_begin "$1"
	lost_before=$(kernel_says 'Decompression error from zswap')
	! in_cgroup work swapwork --size 1 pageout 'touch seq' >lost 2>&1 || die "$1: nobody noticed"
	grep -q 'a process died' lost || die "$1: $(cat lost)"
	expect_more "$1: pages that zswap reports" $((lost_before + 1)) \
		"$(kernel_says 'Decompression error from zswap')"
}

fault_lost() { # RULE, that fires once
	fault_died "$1"
	expect_eq "$1: fired" 1 "$(idxd_fired "${1%% *}")"
}

is_hung() { [ "$(awk '$1 == "total" && $3 == "hung" { sum += $4 } END { print sum }' "$idxd_proc/counters")" -eq 1 ]; }

# The caller waits until the operation is released, and then has its page.
fault_hang() { # OPERATION COMMAND
	fault_begin "hang $1 after=8 count=1"
	order "$2"
	wait_for 60 is_hung
	idxd_expect_sums
	idxd_fault release
	reply "${2%% *}"
	idxd_finish
	expect_eq "$1: hung" 1 "$(idxd_fired hang)"
	expect_eq "$1: ended well" "$(idxd_moved total "$1" submitted)" "$(idxd_moved total "$1" status.01)"
}
