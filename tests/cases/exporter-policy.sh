# SPDX-License-Identifier: GPL-2.0-only
# summary: what the exporter tells of policies is what the module and `swapra policy` say, also when the module is loaded anew
# set: long
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/serve.sh
. /lib/swapin.sh
. /lib/policywork.sh
. /lib/exporter.sh

: >earlier # of loads of the module before: CGROUP KEY COUNT

module_value() { # CGROUP|total KEY
	if [ "$1" = total ]; then module_total "$2"; else module_count "$1" "$2"; fi
}

ever() { # CGROUP|total KEY: in all loads of the module
	ever_now=0
	[ ! -e /proc/swapra ] || ever_now=$(module_value "$1" "$2")
	awk -v who="$1" -v key="$2" -v now="$ever_now" \
		'$1 == who && $2 == key { sum += $3 } END { print sum + now }' earlier
}

keys="kernel single sized clamped guarded errors background prefetched failed_charges"

remember() { # CGROUP|total...: the module is about to go
	for who; do
		for key in $keys; do
			echo "$who $key $(module_value "$who" "$key")" >>earlier
		done
	done
}

sample_of() { # KEY: its sample and label
	case $1 in
	kernel | single | sized) echo "swapra_verdicts_total decision=\"$1\"" ;;
	errors) echo 'swapra_verdict_changes_total reason="error"' ;;
	background) echo 'swapra_verdict_changes_total reason="inline"' ;;
	clamped | guarded) echo "swapra_verdict_changes_total reason=\"$1\"" ;;
	prefetched) echo swapra_verdict_prefetched_pages_total ;;
	failed_charges) echo swapra_verdict_failed_charges_total ;;
	esac
}

expect_policies() { # NAME CGROUP...: of that scrape
	policies_name=$1
	shift
	for who in total "$@"; do
		for key in $keys; do
			# shellcheck disable=SC2046 # two words
			expect_eq "$policies_name: $who $key" "$(ever "$who" "$key")" "$(metric "$policies_name" \
				$(sample_of "$key") $([ "$who" = total ] || echo "cgroup=\"/$who\""))"
		done
	done
	expect_eq "$policies_name: policies" "$(listed)" \
		"$(sed -n 's/^swapra_policy_info{cgroup="\(.*\)",policy="\(.*\)"} 1$/\1 \2/p' "$policies_name" | sort)"
}

listed() {
	[ -e /proc/swapra ] || return 0
	swapra policy list --json | jq -r '.cgroups[] | select(.from == .cgroup) | "\(.cgroup) \(.policy)"' | sort
}

work_everywhere() {
	for name in wide single plain; do
		work $name --size 2 pageout 'touch seq' pageout 'touch stride=7' verify
	done
}

load_and_apply() {
	modprobe swapra || die "swapra.ko: cannot be loaded"
	policy apply plan.conf
}

printf '[wide]\npolicy = window=16,after\n[single]\npolicy = off\n[gone]\npolicy = kernel\n' >plan.conf
swap_on disk 128
zswap_on zstd
for name in wide single plain gone; do cgroup_new $name; done
serve_start --web.listen-address $exporter_address
scrape without
expect_eq "policies without the module" 0 "$(grep -c -E '^swapra_(verdict|policy)' without)"

load_and_apply
work_everywhere
work gone --size 1 pageout 'touch seq'
scrape first
expect_policies first wide single plain gone
expect_more "verdicts of the window" 64 "$(metric first swapra_verdicts_total 'cgroup="/wide"' 'decision="sized"')"
expect_more "pages of the window" 256 "$(metric first swapra_verdict_prefetched_pages_total 'cgroup="/wide"')"
expect_more "verdicts of off" 256 "$(metric first swapra_verdicts_total 'cgroup="/single"' 'decision="single"')"
expect_more "verdicts of kernel" 32 "$(metric first swapra_verdicts_total 'cgroup="/gone"' 'decision="kernel"')"
expect_eq "verdicts without a policy" 0 "$(metric first swapra_verdicts_total 'cgroup="/plain"')"

# A cgroup that goes takes its policy along, and its verdicts go to the removed.
gone=$(module_count gone kernel)
wait_for 30 rmdir /sys/fs/cgroup/gone
run swapra policy clear wide # it also says that the pin of the removed cgroup went
work wide --size 1 pageout 'touch seq'
scrape removed
expect_policies removed wide single
expect_eq "verdicts of the removed" "$gone" \
	"$(metric removed swapra_verdicts_total 'cgroup="(removed)"' 'decision="kernel"')"
expect_grown first removed

# The module goes, and comes again: counters stay, then go on.
sed -i '/gone/,$d' plan.conf
remember total wide single
policies_end
scrape unloaded
expect_policies unloaded wide single
expect_grown removed unloaded
load_and_apply
scrape loaded
expect_policies loaded wide single
expect_grown unloaded loaded
work_everywhere
scrape again
expect_policies again wide single plain
expect_grown loaded again
expect_more "more verdicts" $(($(metric loaded swapra_verdicts_total) + 512)) "$(metric again swapra_verdicts_total)"

# Gone and here again between two scrapes.
remember total wide single
policies_end
load_and_apply
work_everywhere
scrape between
expect_policies between wide single
expect_grown again between
serve_end
policies_end
