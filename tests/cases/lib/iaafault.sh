# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases on faults of IAA that swapra sees.

. /lib/idxdfault.sh
. /lib/iaa.sh

traced() { # COMMAND of idxdfault.sh, which remembers the counters that it begins with
	trace_begin --view iaa
	"$@"
	iaa_finish
	iaa_expect_exact
}

iaa_status() { # OPERATION STATUS, all work queues
	jq ".iaa.total.details.$1.status[\"$2\"] // 0" "$counters/record"
}

iaa_total() { jq ".iaa.total.$1" "$counters/record"; } # FIELD
