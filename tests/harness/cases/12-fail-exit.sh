# SPDX-License-Identifier: GPL-2.0-only
# summary: an exit status other than 0 and 77
# expect: fail exit status 3
. /lib/case.sh
exit 3
