# SPDX-License-Identifier: GPL-2.0-only
# summary: the workload notices pages that changed places, and wrong usage
# limit: 30
. /lib/case.sh

status() { # ARG...
	swapwork "$@" >out 2>&1 && echo 0 || echo $?
}

expect_eq "pages intact" 0 "$(status --size 1 --content mixed verify)"
expect_eq "pages exchanged" 1 "$(status --size 1 exchange verify)"
expect_eq "pages exchanged, read in another order" 1 "$(status --size 1 exchange 'touch reverse')"
expect_eq "pages exchanged, read with read(2)" 1 \
	"$(status --size 1 --shmem-read exchange 'touch seq')"
expect_eq "unknown option" 2 "$(status --no-such-option)"
expect_eq "unknown command" 1 "$(status no-such-command)"
