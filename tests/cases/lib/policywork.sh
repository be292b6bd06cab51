# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that change policies at a higher rate than `swapra policy` can, and
# by those that ask the module itself. See tests/workloads/policywork.c.
#
#   policywork_start CGROUP    a loader of policies that nothing pins
#   tell COMMAND               tell it, and wait for the answer
#   policywork_stop            what it attached goes with it
#   module_count CGROUP KEY    of the cgroup's record in /proc/swapra; 0 when there is none
#   module_total KEY           of the record `total`
#   hook_mode FUNCTION         redirect, hint, none

policywork_fifo=$PWD/policywork

policywork_start() { # CGROUP
	rm -f "$policywork_fifo".*
	mkfifo "$policywork_fifo.commands" "$policywork_fifo.replies"
	# No other loader: its end of the first one would keep it from an end of file.
	policywork "$1" <"$policywork_fifo.commands" >"$policywork_fifo.replies" 3>&- 5>&- &
	policywork_pid=$!
	exec 7>"$policywork_fifo.commands" 8<"$policywork_fifo.replies"
	policywork_reply ready
}

policywork_reply() { # WORD
	# shellcheck disable=SC3045 # busybox has it: a loader that hangs must not hang the case
	read -r -t 120 policywork_line <&8 || die "policywork: no answer to '$1'"
	case $policywork_line in
	"$1" | "done $1") ;;
	*) die "policywork: $policywork_line" ;;
	esac
}

tell() { # COMMAND
	echo "$1" >&7
	policywork_reply "${1%% *}"
}

policywork_stop() {
	exec 7>&-
	wait "$policywork_pid" || die "policywork: exit status $?"
	exec 8<&-
}

module_count() { # CGROUP KEY
	sed -n "s/^cgroup id=$(cgroup_id "$1") .* $2=\([0-9]*\).*/\1/p" /proc/swapra | grep . || echo 0
}

module_total() { sed -n "s/^total.* $1=\([0-9]*\).*/\1/p" /proc/swapra; } # KEY

hook_mode() { sed -n "s/^hook function=$1 mode=\([a-z]*\) .*/\1/p" /proc/swapra; } # FUNCTION
hook_mode_is() { [ "$(hook_mode "$1")" = "$2" ]; }

has_verdicts() { [ "$(module_count "$1" verdicts)" -gt 0 ]; } # CGROUP
