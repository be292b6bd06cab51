# SPDX-License-Identifier: GPL-2.0-only
# summary: what 7.2's driver leaves to the CPU with no fault is told as that, and features warn of it
# limit: 120
# set: long
# kernels: 7.2
. /lib/case.sh
. /lib/iaafault.sh

# With this window the CPU can do it: see idxd-two-parts.
idxd_load_mode sync 0 window=2048
swapra features --json | grep -q 'keeps in two parts' || die "features: no word of it"
idxd_begin
trace_begin --view iaa
fault_begin clear
fault_work
iaa_finish
iaa_expect_exact
by_iaa=$(iaa_pages work device)
expect_more "pages by IAA" 1 "$by_iaa"
expect_more "pages by software" 1 "$(iaa_pages work fallback)"
expect_eq "pages" "$fault_pages" $((by_iaa + $(iaa_pages work fallback)))
expect_eq "calls that failed" 0 "$(iaa_call decompress failed)"
idxd_end
