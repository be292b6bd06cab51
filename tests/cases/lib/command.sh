# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that look at swapra as a command: status, stdout, stderr.

# Runs a command; leaves $status and the files out and err.
run() {
	"$@" >out 2>err && status=0 || status=$?
}

# Errors go to stderr alone, in the one grammar there is, and name what is wrong.
expect_failed() { # WHAT STATUS PATTERN: of the last run
	expect_eq "$1: exit status" "$2" "$status"
	expect_eq "$1: bytes on stdout" 0 "$(wc -c <out)"
	expect_eq "$1: lines of another form" 0 "$(grep -vc '^swapra: \|^hint: ' err)"
	grep -q -- "$3" err || {
		expect_eq "$1: message" "$3" "$(cat err)"
	}
}

# The last line of a trace's JSON is its total.
last_type() { tail -n 1 "$1" | jq -r .type; }
