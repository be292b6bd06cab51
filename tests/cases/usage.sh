# SPDX-License-Identifier: GPL-2.0-only
# summary: wrong options: exit status 2, a message, nothing on stdout
# limit: 60
. /lib/case.sh
. /lib/command.sh

wrong() { # PATTERN ARG...
	pattern=$1
	shift
	run swapra "$@"
	expect_failed "swapra $*" 2 "$pattern"
}

wrong no-such-command no-such-command
wrong no-such-option trace --no-such-option
wrong stray trace stray
for value in 0 -1 abc 1e99 ''; do
	wrong interval trace --interval "$value"
	wrong duration trace --duration "$value"
	wrong count trace --interval 1 --count "$value"
	wrong top trace --top "$value"
done
wrong sort trace --sort no-such-column
wrong output trace --output xml
wrong backend trace --backend no-such-backend
wrong cgroup trace --cgroup ''
wrong ready-file trace --ready-file ''
wrong ready-fd trace --ready-fd abc
wrong ready-fd trace --ready-fd 9 # not open
wrong view trace --view no-such-view
wrong view trace --view ''
wrong view trace --view policy --sort pages
wrong view trace --sort window # a column of settings alone
for value in 1 63k 17G 1T -1 abc 1.5M ''; do
	wrong track-memory trace --track-memory "$value"
done
wrong histogram trace --histogram --output csv
wrong events trace --events --interval 1

for help in --help 'trace --help' 'features --help' --version; do
	# shellcheck disable=SC2086 # command and option
	run swapra $help
	expect_eq "swapra $help: exit status" 0 "$status"
	expect_eq "swapra $help: bytes on stderr" 0 "$(wc -c <err)"
	[ -s out ] || expect_eq "swapra $help: stdout" "some text" "none"
done
