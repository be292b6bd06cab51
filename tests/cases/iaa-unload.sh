# SPDX-License-Identifier: GPL-2.0-only
# summary: IAA's driver stays while it is traced, and can go after that
# limit: 180
# set: long
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/iaa.sh

idxd_load
trace_begin --view iaa
idxd_unbind
! rmmod iaa_crypto 2>/dev/null || die "the driver was unloaded while it was traced"
trace_end
idxd_unload

# Twice more: what attached once must have let go.
for _ in 1 2; do
	idxd_load_mode sync 0
	iaa_begin
	work work --size 1 pageout 'touch seq' verify
	iaa_finish
	iaa_expect_exact
	idxd_end
	rmdir /sys/fs/cgroup/work
done
