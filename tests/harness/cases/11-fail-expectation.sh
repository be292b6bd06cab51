# SPDX-License-Identifier: GPL-2.0-only
# summary: an expectation that does not hold fails the case, though its last command succeeds
# expect: fail
. /lib/case.sh
expect_eq "two and two" 5 $((2 + 2))
true
