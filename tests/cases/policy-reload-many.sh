# SPDX-License-Identifier: GPL-2.0-only
# summary: the module is unloaded and loaded again fifty times under load
# set: long
# limit: 600
. /lib/case.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/policywork.sh
. /lib/reload.sh

reload_rounds 50
