# SPDX-License-Identifier: GPL-2.0-only
# summary: the stand-in refuses what it was not made for, and passes the driver's self-test
# limit: 120
. /lib/case.sh
. /lib/idxd.sh

standin=/lib/stand-ins/idxd.ko
stock=$(find /lib/modules -name iaa_crypto.ko)
real=$(find /lib/modules -name idxd.ko)
says() { dmesg | grep -q "idxd_sim: $1"; }

modprobe idxd_bus
for parameter in devices=0 wqs=65 engines=0 wq_size=0 wq_size=1025; do
	! insmod "$standin" "$parameter" 2>/dev/null || die "loaded with $parameter"
done
says 'devices, wqs and engines are 1 to 64' || die "it does not say what is wrong"

# Another driver, by one letter in the name of a type, and therefore unsigned.
sed -e 's/iaa_compression_ctx/iaa_compression_cty/' -e 's/~Module signature appended~/~Module signature is gone!~/' \
	"$stock" >other.ko
[ "$(stat -c %s other.ko)" -eq "$(stat -c %s "$stock")" ] || die "the other driver cannot be made"
insmod "$standin" || die "cannot be loaded"
! cmp -s other.ko "$stock" || die "the other driver is the same"
modprobe -q deflate
! insmod other.ko 2>/dev/null || die "another driver was taken"
says 'refusing iaa_crypto: its types' || die "it does not say why"
[ ! -e /sys/bus/dsa/devices/iax0 ] || die "there are devices all the same"
! insmod "$real" 2>/dev/null || die "the real idxd.ko beside it"
rmmod idxd

idxd_load devices=2 wqs=2 engines=3
expect_eq "devices" "iax0 iax1 wq0.0 wq0.1 wq1.0 wq1.1" "$(cd /sys/bus/dsa/devices && echo *)"
for attribute in state=enabled type=kernel driver_name=crypto name=iaa_crypto size=16 mode=dedicated; do
	expect_eq "wq1.1/${attribute%=*}" "${attribute#*=}" \
		"$(cat "/sys/bus/dsa/devices/wq1.1/${attribute%=*}")"
done
for kind in compress decompress verify; do
	[ "$(awk -v kind=$kind '$1 == "total" && $2 == kind && $3 == "status.01" { print $4 }' \
		"$idxd_proc/counters")" -gt 0 ] || die "the self-test did not $kind"
done
idxd_expect_sums
! echo async_irq 2>/dev/null >"$idxd_driver/sync_mode" || die "the mode of a bound driver changed"
for rule in 'error nothing' 'nothing compress' 'error compress every=0' 'error compress status=1' \
	'error compress us=-1' 'error compress every'; do
	! echo "$rule" 2>/dev/null >"$idxd_proc/faults" || die "rule '$rule' was taken"
done
expect_eq "rules" "" "$(cat "$idxd_proc/faults")"
idxd_unload
rmmod idxd_bus || die "idxd_bus: still in use"
