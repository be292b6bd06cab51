# SPDX-License-Identifier: GPL-2.0-only
# summary: a skip that is allowed
# skip-ok: it is a test of skipping
# expect: skip
. /lib/case.sh
skip "for a reason"
