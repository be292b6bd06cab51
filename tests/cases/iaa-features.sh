# SPDX-License-Identifier: GPL-2.0-only
# summary: swapra features tells how IAA is set up, step by step, and of this kernel's hazards
# limit: 120
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/idxd.sh

features() { swapra features --json >features.json || die "swapra features: exit status $?"; }

expect_row() { # NAME STATUS DETAIL
	# shellcheck disable=SC2016 # the name is jq's
	expect_eq "$1" "$2: $3" "$(jq -r --arg name "$1" \
		'.features[] | select(.name == $name) | "\(.status): \(.detail)"' features.json)"
}

case $KERNEL in
6.12*) hazard='a page that cannot be decompressed panics the kernel; the software fallback fails when two CPUs need it at a time' ;;
*) hazard='the software fallback may fail to decompress what IAA compressed' ;;
esac

! grep -q '^idxd_bus ' /proc/modules || rmmod idxd_bus || die "idxd_bus: still in use"
features
expect_row IAA no "not present"
expect_row "IAA without hazards" no "the iaa_crypto module is not loaded"

idxd_insert autobind=0 devices=2
wait_for 30 idxd_has_wqs
features
expect_row IAA yes "the iaa_crypto module is loaded"
expect_row "IAA work queues" no "none of 2 work queues is bound to the driver (docs/iaa.md)"
expect_row "IAA counts" yes "the driver has the functions to attach to"
idxd_unload

idxd_load_mode sync 0 devices=2
features
expect_row "IAA work queues" yes \
	"2 of 2 bound to the driver: wq0.0 wq1.0; sync_mode sync, verify_compress off"
expect_row "zswap on IAA" no "zswap's compressor is $(cat $zswap/compressor)"
expect_row "IAA without hazards" degraded "$hazard"
idxd_unload

idxd_load_mode async_irq 1
set_to $zswap/compressor deflate-iaa
features
expect_row "IAA work queues" yes \
	"1 of 1 bound to the driver: wq0.0; sync_mode async_irq, verify_compress on"
expect_row "zswap on IAA" degraded "zswap's compressor is deflate-iaa, but zswap is disabled"
expect_row "IAA without hazards" degraded \
	"$hazard; async_irq with verify_compress can run out of descriptors and hang"
zswap_on deflate-iaa
features
expect_row "zswap on IAA" yes "zswap's compressor is deflate-iaa"
idxd_unbind
features
expect_row "zswap on IAA" degraded \
	"zswap's compressor is deflate-iaa, but no work queue is bound: pages that are in zswap cannot be read"
idxd_end
