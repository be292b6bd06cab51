# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that run swapra exporter as a command.
#
#   serve_start ARG...    start it and wait until it answers; its id is $serve_pid
#   serve_end             by SIGTERM; expects exit status 0
#   get ADDRESS PATH      the body, to stdout
#   ask ADDRESS:PORT      raw bytes from stdin, the answer to stdout

serve_err=$PWD/serve.err
serve_pid=

# There is no network in a guest but this.
ip link set lo up || die "the loopback interface cannot be brought up"

serve_is_ready() {
	[ -e serve.ready ] && return
	kill -0 "$serve_pid" 2>/dev/null || serve_failed "ended before it was ready"
	return 1
}

serve_failed() {
	cat "$serve_err"
	die "swapra exporter: $*"
}

serve_start() {
	rm -f serve.ready
	agent sigdefault swapra exporter --ready-file "$PWD/serve.ready" "$@" 2>"$serve_err" &
	serve_pid=$!
	swapra_pid=$serve_pid # killed at the end of the case, if it is still there
	wait_for 60 serve_is_ready
}

serve_end() {
	kill -TERM "$serve_pid"
	wait "$serve_pid" && status=0 || status=$?
	swapra_pid=
	expect_eq "exit status after SIGTERM" 0 "$status"
	expect_eq "messages" "" "$(cat "$serve_err")"
}

# Not wget -T: busybox 1.35 crashes on it.
get() { timeout 20 wget -q -O - "http://$1$2"; }

# busybox's nc ends when the server closes.
ask() { timeout 20 nc "${1%:*}" "${1##*:}"; }

answers() { get "$1" /-/healthy >/dev/null 2>&1; }

# A field of /proc/PID/status
status_of() { sed -n "s/^$1:[[:blank:]]*//p" "/proc/$serve_pid/status"; }
