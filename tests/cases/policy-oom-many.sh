# SPDX-License-Identifier: GPL-2.0-only
# summary: the same in many runs, with every placement
# set: long
# limit: 900
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/policywork.sh
. /lib/oom.sh

oom_begin
expect_stock_kills 3
expect_no_kills 10 16 0
expect_no_kills 3 32 1
expect_no_kills 3 32 2
oom_end
