# SPDX-License-Identifier: GPL-2.0-only
# summary: 7.2's driver leaves what zswap keeps in two parts to the CPU, which cannot always read it
# limit: 60
# set: long
# kernels: 7.2
. /lib/case.sh
. /lib/idxdfault.sh

# The CPU's decompressor has a window of 2 KiB; IAA's is 4 KiB. So on 7.2 pages are lost with no
# fault at all, and no other case has pages in zswap there. 6.12's zswap and 7.3's driver put the
# parts together first.
idxd_load_mode sync 0 window=2048
idxd_begin
fault_begin clear
fault_work
idxd_finish
expect_eq "pages stored" "$fault_pages" "$(idxd_moved total compress status.01)"
expect_eq "pages from zswap" "$fault_pages" "$(counter vmstat zswpin)"
by_iaa=$(idxd_moved total decompress submitted)
expect_more "decompressed by IAA" 1 "$by_iaa"
expect_more "decompressed by the CPU" 1 $((fault_pages - by_iaa))
expect_eq "errors of IAA" 0 $((by_iaa - $(idxd_moved total decompress status.01)))
idxd_end

idxd_load_mode sync 0 window=4096
idxd_begin
! in_cgroup work swapwork --size 1 pageout 'touch seq' >lost 2>&1 || die "all pages came back"
grep -q 'a process died' lost || die "$(cat lost)"
expect_more "pages that zswap reports" 1 "$(kernel_says 'Decompression error from zswap')"
idxd_end
