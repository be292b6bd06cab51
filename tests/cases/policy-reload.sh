# SPDX-License-Identifier: GPL-2.0-only
# summary: the module is unloaded and loaded again under load, and not while it has a policy
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/policywork.sh
. /lib/reload.sh

reload_rounds 8
modprobe swapra || die "swapra.ko: cannot be loaded"
policy set work window=16
refused "a policy is pinned"
policy clear work
wait_for 20 is_unloaded
