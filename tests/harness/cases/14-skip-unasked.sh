# SPDX-License-Identifier: GPL-2.0-only
# summary: a skip that the case's head does not allow is a failure
# expect: skip
. /lib/case.sh
skip "no reason"
