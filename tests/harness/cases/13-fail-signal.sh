# SPDX-License-Identifier: GPL-2.0-only
# summary: killed by a signal
# expect: fail killed by signal 9
. /lib/case.sh
kill -KILL $$
