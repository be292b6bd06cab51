# SPDX-License-Identifier: GPL-2.0-only
# summary: Prometheus' queries on two minutes of churning cgroups give what the kernel and the tracer count
# needs: prometheus
# memory: 1024
# limit: 600
# set: long
. /lib/case.sh
. /lib/swapin.sh
. /lib/prometheus.sh
. /lib/promql.sh

interval=5 # seconds between scrapes, and as many for one
seconds=120

# The same counters in both formats, a job each. The rules are evaluated on what comes in.
cat >prometheus.yml <<-END
	global: {scrape_interval: ${interval}s, scrape_timeout: ${interval}s, evaluation_interval: ${interval}s}
	rule_files: [/dist/prometheus/swapra.rules.yml]
	scrape_configs:
	- job_name: swapra
	  scrape_protocols: [OpenMetricsText1.0.0]
	  static_configs: [{targets: ['$exporter']}]
	- job_name: text
	  scrape_protocols: [PrometheusText0.0.4]
	  static_configs: [{targets: ['$exporter']}]
END

uptime() { cut -d. -f1 /proc/uptime; }

# A cgroup that swaps in and goes: under a name of its own, or one that others had before.
churn_once() { # NAME
	cgroup_new "$1"
	work "$1" --size 1 pageout 'touch seq' pageout 'touch random=1 64'
	rmdir "/sys/fs/cgroup/$1" || die "cgroup $1: cannot be removed"
}

churn() {
	churn_end=$(($(uptime) + seconds))
	churned=0
	while [ "$(uptime)" -lt $churn_end ]; do
		churned=$((churned + 1))
		churn_once "churn$churned"
		churn_once again
	done
}

# All that was read ahead is used, so that a tracer which comes now misses nothing.
warm_up() { # CGROUP
	cgroup_new "$1"
	worker_start "$1" --size 8 --content mixed --write
	say pageout
	say 'touch seq'
	worker_switch
}

loops_end() {
	worker_loop_end
	worker_switch
	reply loop
}

expect_scrapes() {
	targets >scraped
	expect_eq "targets" 2 "$(wc -l <scraped)"
	expect_eq "targets that are not up" "" "$(awk -F '\t' '$2 != "up"' scraped)"
	expect_query "the worst of all scrapes" 1 "min(min_over_time(up[$all]))"
	scrapes=$(value "min(count_over_time(up[$all]))")
	expect_more "scrapes" $((seconds / interval)) "$scrapes"
	expect_more "cgroups that came and went" 10 $((2 * churned))
}

expect_job() { # JOB
	between "$1"
	for pair in zswpin:zswap pswpin:disk swpin_zero:zero; do
		expect_grown "${pair%:*}" "$(counter vmstat "${pair%:*}")" pages_total "source=\"${pair#*:}\""
	done
	expect_grown swap_ra "$(counter vmstat swap_ra)" pages_total 'role="prefetched"'
	expect_grown pgmajfault "$(($(counter vmstat pgmajfault) + $(row total faults.failed)))" faults_total
	expect_grown "the tracer's hits" "$(row total use.hits)" hit_pages_total
	expect_grown "the tracer's waste" "$(row total use.wasted)" wasted_pages_total
	expect_grown losses 0 losses_total
	expect_grown "missed probes" 0 missed_runs_total
	for cgroup in seq rand; do
		expect_cgroup $cgroup
	done
}

# Of a cgroup that stays: what was sampled, and what Prometheus makes of it.
expect_cgroup() { # CGROUP
	expect_rate "$1: faults" "$(row "$1" faults.total)" faults_total "$1"
	expect_rate "$1: pages" "$(row "$1" pages.total)" pages_total "$1"
	expect_rate "$1: prefetched" "$(row "$1" pages.prefetched)" pages_total "$1" 'role="prefetched"'
	expect_rate "$1: hits" "$(row "$1" use.hits)" hit_pages_total "$1"
	expect_rate "$1: wasted" "$(row "$1" use.wasted)" wasted_pages_total "$1"
}

swap_on disk 512
zswap_on zstd
exporter_start
warm_up seq
warm_up rand
wait_for 30 disks_idle
prometheus_start prometheus.yml
scrape_both
mark first
expect_query "pending before the tracer comes" 0 'sum(swapra_pending_pages)'
memstat_settle
trace_begin
worker_loop seq
worker_switch
worker_loop random=1 512
churn
loops_end
trace_end
scrape_both
mark last
expect_exact seq rand

expect_scrapes
expect_no_resets
expect_job swapra
expect_job text
expect_rules
expect_dashboard
echo "$scrapes scrapes by each job, $((2 * churned)) cgroups came and went," \
	"$nr_series series of counters, $nr_panels queries of the dashboard, $nr_rules rules"
exporter_stop
prometheus_stop
