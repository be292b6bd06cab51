# SPDX-License-Identifier: GPL-2.0-only
# summary: traced by kprobes alone, IAA's driver may go, and what comes after it is counted again
# limit: 180
# kernels: 6.12-bpo 6.12
. /lib/case.sh
. /lib/iaa.sh

iaa_detached() { tail -n 1 "$OUT" 2>/dev/null | grep -q '"iaa":{"attached":false'; }

swap_on disk 128
cgroup_new work
trace_begin --view iaa --backend kprobe -i 1
idxd_load
wait_for 30 iaa_attached
idxd_unload
wait_for 30 iaa_detached
idxd_load
wait_for 30 iaa_attached
zswap_on deflate-iaa
idxd_save before
work work --size 1 pageout 'touch seq' verify
idxd_save after
trace_end
# The self-tests come before anybody could attach: of these, nothing is promised.
expect_eq "pages by IAA" "$(idxd_moved total decompress status.01)" "$(iaa_pages work device)"
expect_eq "pages by IAA, and zswap" "$(counter vmstat zswpin)" "$(iaa_pages work device)"
expect_more "pages" 256 "$(iaa_pages work device)"
expect_no_losses
idxd_end
