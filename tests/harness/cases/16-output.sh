# SPDX-License-Identifier: GPL-2.0-only
# summary: prints without end
# expect: output
. /lib/case.sh
yes "this is far too much"
