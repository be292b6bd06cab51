# SPDX-License-Identifier: GPL-2.0-only
# summary: where the kernel's readahead has a cgroup killed, that of a policy does not
# limit: 240
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/policywork.sh
. /lib/oom.sh

oom_begin
expect_stock_kills 3
expect_no_kills 3 16 0
expect_no_kills 1 32 1
oom_end
