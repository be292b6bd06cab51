# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that write records and replay them.
. /lib/command.sh
. /lib/swapin.sh

# The record of the trace that just ended prints what the trace printed, byte by byte.
expect_replays() { # WHAT RECORD OPTION…
	what=$1
	shift
	run swapra trace --json --replay "$@"
	expect_eq "$what: exit status" 0 "$status"
	expect_eq "$what: bytes on stderr" 0 "$(wc -c <err)"
	cmp "$OUT" out || {
		diff "$OUT" out | head -c 2000
		give "$OUT" "$what.live"
		give out "$what.replayed"
		give "$1" "$what.record"
		expect_eq "$what: reports" "those that were printed" "others"
	}
}

count() { # JQ-FILTER FILE
	jq -c "$1" "$2" | wc -l
}
