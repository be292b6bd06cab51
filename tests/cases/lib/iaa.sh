# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that compare what swapra tells of IAA with what the stand-in's device
# counted itself.
#
#   iaa_begin [ARG...]   idxd_begin, traced: from here on both count
#   iaa_finish           both have been read
#   iaa_call CALL FIELD; iaa_pages CGROUP FIELD
#   iaa_expect_exact     every number of the device is that of swapra, and the other way round

. /lib/swapin.sh
. /lib/idxd.sh

iaa_attached() { tail -n 1 "$OUT" 2>/dev/null | grep -q '"iaa":{"attached":true'; }

iaa_begin() { # ARG...
	swap_on disk 128
	zswap_on deflate-iaa
	cgroup_new work
	trace_begin --view iaa "$@"
	idxd_save before
}

# swapra last: its end is also the end of what it counts.
iaa_finish() {
	idxd_save after
	idxd_expect_sums
	trace_end
	# shellcheck disable=SC2016 # the names are jq's
	jqget '.iaa as $iaa | ($iaa.queues[], $iaa.total) | . as $queue
		| (.name | sub(".*/"; "") | sub("[(]total[)]"; "total")) as $name
		| ("compress", "decompress", "verify", "other") as $op
		| (($queue[$op] | {submitted, refused, abandoned, bytes_in, bytes_out}
			| to_entries[]), ($queue.details[$op].status | to_entries[]
				| {key: "status.\(.key)", value}))
		| select(.value != 0) | "\($name) \($op) \(.key) \(.value)"' \
		"$counters/record" | sort >"$PWD/iaa.swapra"
	# shellcheck disable=SC2016 # the names are jq's
	jqget '.iaa.calls | to_entries[] | .key as $call | .value | to_entries[]
		| select(.value | type == "number") | "\($call) \(.key) \(.value)"' \
		"$counters/record" >"$PWD/iaa.calls"
	awk '$3 ~ /^(submitted|refused|abandoned|bytes_in|bytes_out|status.*)$/ {
			value[FILENAME, $1 " " $2 " " $3] = $4; seen[$1 " " $2 " " $3] }
		END { for (key in seen) {
			moved = value[ARGV[2], key] - value[ARGV[1], key]
			if (moved) print key, moved } }' \
		"$PWD/idxd.before" "$PWD/idxd.after" | sort >"$PWD/iaa.device"
}

iaa_call() { # compress|decompress FIELD
	awk -v call="$1" -v field="$2" '$1 == call && $2 == field { print $3 }' "$PWD/iaa.calls"
}

iaa_pages() { row "$1" "iaa.$2"; } # ROW device|fallback|other

iaa_expect_exact() {
	expect_eq "what the device counted, and swapra" "" \
		"$(diff "$PWD/iaa.device" "$PWD/iaa.swapra")"
	[ -s "$PWD/iaa.device" ] || die "the device did nothing"
	for iaa_loss in missed_total iaa_no_room iaa_no_queue iaa_no_cgroup iaa_unclosed; do
		expect_eq "losses.$iaa_loss" 0 "$(row losses $iaa_loss)"
	done
}
