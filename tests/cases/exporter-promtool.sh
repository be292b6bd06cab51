# SPDX-License-Identifier: GPL-2.0-only
# summary: promtool has no complaint about what the exporter answers, in both formats
# set: long
# needs: prometheus
# memory: 1024
. /lib/case.sh
. /lib/swapin.sh
. /lib/prometheus.sh

scrape() { # FILE [ACCEPT]
	wget -q -O "$1" ${2:+--header "Accept: $2"} "http://$exporter/metrics" ||
		die "$exporter: no answer"
}

work_in() { # CGROUP
	cgroup_new "$1"
	work "$1" --size 2 --content mixed pageout 'touch seq'
}

# Text of version 0.0.4, as an expert on names and help would read it.
check_text() {
	scrape text
	# From where, depends: 6.12's zswap refuses what it cannot compress, so that lies on the disk.
	grep -q '^swapra_pages_total{cgroup="/work",source="[a-z]*",role="demand"} [1-9]' text ||
		die "no pages of /work in: $(grep swapra_pages text)"
	/prometheus/bin/promtool check metrics --extended <text >text.log 2>&1 ||
		die "promtool check metrics: $(cat text.log)"
	expect_more "metrics that promtool read" 30 "$(grep -c '^swapra_' text.log)"
}

# promtool reads OpenMetrics as samples to store: these have a time.
check_openmetrics() {
	scrape openmetrics 'application/openmetrics-text; version=1.0.0'
	expect_eq "the end of OpenMetrics" "# EOF" "$(tail -n 1 openmetrics)"
	sed '/^#/!s/$/ 1767225600/' openmetrics >timed
	/prometheus/bin/promtool tsdb create-blocks-from openmetrics timed blocks >blocks.log 2>&1 ||
		die "promtool tsdb create-blocks-from openmetrics: $(cat blocks.log)"
	expect_eq "samples that were stored" "$(grep -c -v '^#' openmetrics)" \
		"$(/prometheus/bin/promtool tsdb list blocks | awk 'NR == 2 { print $5 }')"
}

# In both formats the same samples; bounds are numbers with a point in OpenMetrics.
check_same() {
	sed -i 's/le="\([0-9]*\)"/le="\1.0"/' text
	for format in text openmetrics; do
		grep -v -e '^#' -e '^swapra_exporter_' $format | sort >$format.samples
	done
	cmp text.samples openmetrics.samples || die "$(diff text.samples openmetrics.samples | head)"
}

swap_on disk 128
zswap_on zstd
prometheus_mount
exporter_start
work_in work
work_in 'a "quoted" \back\ {x="y"} ü #'
work_in "$(printf 'tab\tand\377byte')"
work_in "$(printf 'long%0240d' 0)"
check_text
check_openmetrics
check_same
exporter_stop
