# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that use the stand-in for idxd.ko, tests/idxd_sim; after case.sh. To read
# it again, as libraries do that include one another, resets the hook: a case sets its own later.
#
#   idxd_load [PARAMETER=VALUE...]     the stand-in, and the stock driver on it, bound
#   idxd_load_mode MODE VERIFY [...]   the same with sync_mode (sync|async_irq), verify_compress
#   idxd_unload                        all of it goes again; zswap must have nothing left in it
#   idxd_save before|after; idxd_moved WQ OPERATION NAME
#                                      how far a counter of /proc/idxd_sim/counters moved
#   idxd_fault RULE...                 lines for /proc/idxd_sim/faults
#   idxd_expect_sums                   what was submitted has ended one way or the other, or has not
#   idxd_end                           swapoff, another compressor, idxd_unload

idxd_proc=/proc/idxd_sim
idxd_driver=/sys/bus/dsa/drivers/crypto

# The real idxd.ko is not asked for: `modprobe` finds a module of that name loaded already.
idxd_insert() { # [PARAMETER=VALUE...]
	modprobe idxd_bus || die "idxd_bus.ko: cannot be loaded"
	insmod /lib/stand-ins/idxd.ko "$@" || die "the stand-in for idxd.ko: cannot be loaded"
	modprobe iaa_crypto || die "iaa_crypto.ko: cannot be loaded"
}

idxd_wqs() { for idxd_wq in /sys/bus/dsa/devices/wq*; do basename "$idxd_wq"; done; }

idxd_is_bound() { # [NUMBER]: so many work queues, or at least one
	set -- "${1:-}" "$idxd_driver"/wq*
	[ -e "$2" ] && { [ -z "$1" ] || [ $(($# - 1)) -eq "$1" ]; }
}

# The first work queue is bound when the self-test is over, which its link in sysfs does not tell.
idxd_passed() {
	awk '$1 == "driver" { ours = $3 == "deflate-iaa" } ours && $1 == "selftest" { state = $3 }
		END { exit state != "passed" }' /proc/crypto
}

idxd_parameter() { cat "/sys/module/idxd/parameters/$1"; }

idxd_wait_bound() {
	wait_for 30 idxd_is_bound $(($(idxd_parameter devices) * $(idxd_parameter wqs)))
	wait_for 30 idxd_passed
}

idxd_load() {
	idxd_insert "$@"
	idxd_wait_bound
}

idxd_has_wqs() { [ -e "/sys/bus/dsa/devices/wq$(($(idxd_parameter devices) - 1)).$(($(idxd_parameter wqs) - 1))" ]; }

idxd_before_bind() { :; } # a case may have another

# The driver takes its modes only while nothing is bound to it.
idxd_load_mode() { # MODE VERIFY [PARAMETER=VALUE...]
	idxd_mode=$1
	idxd_verify=$2
	shift 2
	idxd_insert autobind=0 "$@"
	wait_for 30 idxd_has_wqs
	idxd_before_bind
	set_to "$idxd_driver/sync_mode" "$idxd_mode"
	set_to "$idxd_driver/verify_compress" "$idxd_verify"
	# One by one: what makes room for the next may fail the self-test of the first (7.x).
	for idxd_wq in $(idxd_wqs); do
		echo "$idxd_wq" >"$idxd_driver/bind" || die "$idxd_wq: cannot be bound"
		wait_for 30 idxd_passed
	done
	idxd_wait_bound
	expect_eq "sync_mode" "$idxd_mode" "$(cat "$idxd_driver/sync_mode")"
}

idxd_unbind() {
	for idxd_wq in $(idxd_wqs); do
		[ ! -e "$idxd_driver/$idxd_wq" ] || echo "$idxd_wq" >"$idxd_driver/unbind"
	done
}

# zswap lets go of a compressor some RCU grace periods after its last page left.
idxd_is_unused() { rmmod iaa_crypto 2>/dev/null; }

idxd_unload() {
	idxd_unbind
	wait_for 30 idxd_is_unused
	rmmod idxd || die "the stand-in for idxd.ko: cannot be unloaded"
	[ ! -e "$idxd_proc" ] || die "$idxd_proc: still there"
}

# Everything comes in from zswap before its compressor goes.
idxd_end() {
	[ "$(wc -l </proc/swaps)" -eq 1 ] || swapoff "/dev/$swap_dev" || die "swapoff /dev/$swap_dev"
	set_to "$zswap/compressor" lzo
	zswap_off
	idxd_unload
}

idxd_save() { cp $idxd_proc/counters "$PWD/idxd.$1"; } # before|after

# 0 for a status that did not occur.
idxd_moved() { # WQ OPERATION NAME
	awk -v wq="$1" -v operation="$2" -v name="$3" \
		'$1 == wq && $2 == operation && $3 == name { value[FILENAME] = $4 }
		END { print value[ARGV[2]] - value[ARGV[1]] }' "$PWD/idxd.before" "$PWD/idxd.after"
}

idxd_fault() { # RULE...
	for idxd_rule; do
		echo "$idxd_rule" >"$idxd_proc/faults" || die "faults: '$idxd_rule' was refused"
	done
}

idxd_fired() { # KIND: how often
	sed -n "s/^$1 .* fired=\([0-9]*\)\$/\1/p" $idxd_proc/faults
}

idxd_expect_sums() {
	expect_eq "sums of $idxd_proc/counters" "" "$(awk '
		{ value[$1, $2, $3] = $4; seen[$1, $2] }
		$3 ~ /^(status|pending|hung|abandoned)/ { sum[$1, $2] += $4 }
		END {
			for (key in seen) {
				split(key, name, SUBSEP)
				if (value[key, "submitted"] != sum[key])
					print name[1], name[2], "submitted", value[key, "submitted"], "ended or not", sum[key]
				if (name[1] != "total")
					for (i = split("submitted bytes_in bytes_out refused", each, " "); i; i--)
						total[name[2], each[i]] += value[key, each[i]]
			}
			for (key in total)
				if (value["total", key] != total[key]) {
					split(key, name, SUBSEP)
					print "total", name[1], name[2], value["total", key], "of work queues", total[key]
				}
		}' "$idxd_proc/counters")"
}
