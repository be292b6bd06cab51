# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# shellcheck disable=SC2016,SC2034,SC2154 # dollars of the dashboard; shared with the case
# Included by exporter-prometheus after prometheus.sh: what happened between two scrapes.
#
#   scrape_both           wait until both jobs have scraped what is there now
#   mark first|last       remember the last scrape of each job as the begin or the end
#   between JOB           whose counters the following ask for
#   expect_grown WHAT COUNT METRIC [MATCHERS]  sum over all series, last - first
#   expect_rate WHAT COUNT METRIC CGROUP [MATCHERS]  of one: samples, increase() and rate()
#   expect_no_resets      of any counter, nor of its sum over cgroups; $nr_series were looked at
#   expect_rules, expect_dashboard             all that is in /dist can be evaluated

all=10m # more than a case takes

scrape_both() {
	wait_scrapes swapra 2
	wait_scrapes text 2
}

mark() { # first|last
	for mark_job in swapra text; do
		eval "${1}_$mark_job=\$(value \"timestamp(up{job=\\\"$mark_job\\\"})\")"
	done
}

between() { # JOB
	job=$1
	eval "first=\$first_$1 last=\$last_$1"
	window=$(awk -v a="$first" -v b="$last" 'BEGIN { printf "%.0f\n", (b - a) * 1000 }')
}

# Rare series may not have been there at first.
expect_grown() { # WHAT COUNT METRIC [MATCHERS]
	grown="swapra_$3{job=\"$job\"${4:+, $4}}"
	expect_query "$job: $1" "$2" "(sum($grown @ $last) or vector(0)) - (sum($grown @ $first) or vector(0))"
}

# Both functions extrapolate to the ends of their window. Over one that begins and ends with
# a scrape there is nothing to add: they must be what was counted, and not about so much.
expect_rate() { # WHAT COUNT METRIC CGROUP [MATCHERS]
	expect_grown "$1" "$2" "$3" "cgroup=\"/$4\"${5:+, $5}"
	expect_query "$job: increase of $1" "$2" "sum(increase(${grown}[${window}ms] @ $last))"
	expect_query "$job: rate of $1" "$2" "round(sum(rate(${grown}[${window}ms] @ $last)) * $window / 1000, 0.001)"
}

# Functions drop the name, and then series of two counters could be the same: so it is
# kept as a label. Steps are shorter than the scrapes are apart.
expect_no_resets() {
	named="label_replace({__name__=~\"swapra_.+_(total|bucket|count|sum)\"}, \"name\", \"\$1\", \"__name__\", \"(.+)\")"
	nr_series=$(value "count(count_over_time(${named}[$all:2s]))")
	expect_more "series of counters" 500 "$nr_series"
	expect_query "counters that went backwards" 0 "count(resets(${named}[$all:2s]) > 0) or vector(0)"
	expect_query "sums that went backwards" 0 \
		"count(resets((sum by (job, name) ($named))[$all:2s]) > 0) or vector(0)"
}

expect_rules() {
	wget -q -O rules.json "$prometheus/api/v1/rules" || die "prometheus: no answer to rules"
	nr_rules=$(jq '[.data.groups[].rules[]] | length' rules.json)
	expect_more "rules" 30 "$nr_rules"
	expect_eq "rules that cannot be evaluated" "" \
		"$(jq -r '.data.groups[].rules[] | select(.health != "ok") | "\(.name) \(.health) \(.lastError)"' rules.json)"
	expect_eq "alerts" "" "$(jq -r '.data.groups[].rules[] | select(.state == "firing") | .name' rules.json)"
	expect_query "accuracy of two cgroups" 2 'count(cgroup:swapra_accuracy:ratio_rate5m{job="swapra", cgroup=~"/seq|/rand"})'
}

# Its variables stand for all there is.
dashboard_queries() {
	jq -r '.panels[].targets // [] | .[].expr' /dist/grafana/swapra.json | sed -e 's/\$__rate_interval/1m/g' \
		-e 's/\$__range/5m/g' -e 's/\$top/10/g' -e 's/\$[a-z]*/.*/g'
}

expect_dashboard() {
	dashboard_queries >queries
	nr_panels=0
	while read -r line; do
		api query "query=$line" # dies when it cannot be evaluated
		nr_panels=$((nr_panels + 1))
		! grep -q '"result":\[\]' "$answer.json" || echo "$line" >>empty
	done <queries
	expect_more "queries of the dashboard" 40 $nr_panels
	# There is neither IAA nor a policy here; all else has something to show.
	expect_eq "queries without an answer" "" \
		"$(grep -v -E 'swapra_(iaa|policy|verdict)|> 0$' empty)"
}
