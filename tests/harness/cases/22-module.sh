# SPDX-License-Identifier: GPL-2.0-only
# summary: our module comes with the guest, with its BTF, and can be taken away
# expect: pass
. /lib/case.sh
expect_eq "loaded at boot" "" "$(grep swapra_harness /proc/modules)"
modprobe swapra_harness || die "cannot be loaded"
expect_eq "from" "updates/swapra_harness.ko" \
	"$(sed -n 's/^\(.*swapra_harness.ko\):.*/\1/p' "/lib/modules/$(uname -r)/modules.dep")"
[ -s /sys/kernel/btf/swapra_harness ] || die "the kernel took the module without its BTF"
rmmod swapra_harness || die "cannot be unloaded"
