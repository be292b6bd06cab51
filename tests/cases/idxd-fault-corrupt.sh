# SPDX-License-Identifier: GPL-2.0-only
# summary: a wrong byte from the device goes unnoticed by the kernel, not by the workload
# limit: 120
# set: long
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/idxdfault.sh

idxd_load
idxd_begin
fault_begin 'corrupt decompress after=100 count=1'
! in_cgroup work swapwork --size 1 pageout 'touch seq' >wrong 2>&1 || die "nobody noticed"
grep -q 'mismatches=1$' wrong || die "$(cat wrong)"
idxd_save after
expect_eq "status of all" "$(idxd_moved total decompress submitted)" "$(idxd_moved total decompress status.01)"
expect_eq "faulted" 1 "$(idxd_moved total decompress faulted)"
idxd_end
