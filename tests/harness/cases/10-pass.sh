# SPDX-License-Identifier: GPL-2.0-only
# summary: a case that passes, gives a file back and settles memory.stat
# expect: pass
. /lib/case.sh
expect_eq "two and two" 4 $((2 + 2))
cgroup_new settled
memstat_settle
head -c 300000 /dev/urandom >random
sha256sum <random >sum
give random
give sum random.sum
