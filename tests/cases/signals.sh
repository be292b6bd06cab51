# SPDX-License-Identifier: GPL-2.0-only
# summary: SIGINT and SIGTERM end a trace with its totals, a reader that went away ends it too
# limit: 90
. /lib/case.sh
. /lib/command.sh
. /lib/leftover.sh

for signal in INT TERM HUP; do
	swapra_start
	expect_eq "SIG$signal: process id in the ready file" "$(pidof swapra)" "$(cat ready)"
	kill "-$signal" "$swapra_pid"
	wait "$swapra_pid" && status=0 || status=$?
	swapra_pid=
	expect_eq "SIG$signal: exit status" 0 "$status"
	expect_eq "SIG$signal: last line" total "$(last_type "$OUT")"
	[ ! -e ready ] || expect_eq "SIG$signal: ready file" removed "still there"
done

{
	agent sigdefault swapra trace --json -i 0.1 2>err && status=0 || status=$?
	echo "$status" >status
} | head -n 1 >line
expect_eq "closed pipe: the line that was read" interval "$(last_type line)"
expect_eq "closed pipe: exit status" $((128 + 13)) "$(cat status)" # SIGPIPE, as usual
expect_eq "closed pipe: bytes on stderr" 0 "$(wc -c <err)"
expect_nothing_left
