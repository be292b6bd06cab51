# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Included by the cases that `# needs: prometheus`: a real Prometheus, and its answers.
#
#   prometheus_mount             now there is /prometheus/bin/promtool
#   exporter_start OPTION…       swapra exporter at $exporter, until it is ready
#   exporter_stop                which must have had nothing to complain about
#   prometheus_start FILE        with this configuration, until it is ready
#   prometheus_stop              and its log, in which no complaint may be
#   query PROMQL [TIME]          lines of VALUE and LABELS as JSON, one a series, in $answer
#   value PROMQL [TIME]          prints the one number that the answer is; nothing when it is none
#   expect_query WHAT EXPECTED PROMQL [TIME]
#   wait_scrapes JOB N           until N more of its scrapes have begun and ended
#   targets                      JOB, HEALTH, LAST SCRAPE, LAST ERROR, one a line

prometheus=http://127.0.0.1:9090
prometheus_pid=
answer=$PWD/answer

exporter=127.0.0.1:9719
exporter_pid=

exporter_ready() {
	[ -e exporter.ready ] && return
	kill -0 "$exporter_pid" 2>/dev/null || die "exporter: $(cat exporter.err)"
	return 1
}

exporter_start() { # OPTION…
	ip link set lo up || die "lo: cannot be set up"
	agent sigdefault swapra exporter --web.listen-address $exporter \
		--ready-file "$PWD/exporter.ready" "$@" >exporter.out 2>exporter.err &
	exporter_pid=$!
	wait_for 60 exporter_ready
}

exporter_stop() {
	kill -TERM "$exporter_pid"
	wait "$exporter_pid" || die "exporter: exit status $?: $(cat exporter.err)"
	exporter_pid=
	[ ! -s exporter.err ] || die "exporter: $(cat exporter.err)"
}

prometheus_mount() {
	[ ! -x /prometheus/bin/promtool ] || return 0
	modprobe ext4 || die "ext4: cannot be loaded"
	mkdir -p /prometheus
	mount -t ext4 -o ro /dev/vdc /prometheus || die "/dev/vdc: cannot be mounted"
}

prometheus_ready() {
	wget -q -O /dev/null $prometheus/-/ready 2>/dev/null && return
	kill -0 "$prometheus_pid" 2>/dev/null || {
		cat prometheus.log
		die "prometheus: ended before it was ready"
	}
	return 1
}

# A page of the program that is first read from the disk is a major fault, too: pgmajfault of the
# machine would be that of swap and some more.
prometheus_start() { # FILE
	prometheus_mount
	cat /prometheus/lib/* >/dev/null || die "/prometheus: cannot be read"
	ip link set lo up || die "lo: cannot be set up"
	/prometheus/bin/prometheus --config.file="$1" --storage.tsdb.path="$PWD/tsdb" \
		--web.listen-address="${prometheus#http://}" >prometheus.log 2>&1 &
	prometheus_pid=$!
	wait_for 100 prometheus_ready
}

prometheus_stop() {
	kill -TERM "$prometheus_pid"
	wait "$prometheus_pid" || die "prometheus: exit status $?: $(tail -n 3 prometheus.log)"
	prometheus_pid=
	! grep -E 'level=(warn|error)' prometheus.log | grep -v 'Received an OS signal' || die "prometheus complains"
}

# What a form may not have as it is. jq could do it, but starts slowly under TCG.
encode() { printf %s "$1" | sed 's/%/%25/g; s/&/%26/g; s/+/%2B/g; s/;/%3B/g'; }

api() { # PATH [NAME=VALUE…]: its `data` to $answer.json
	api_path=$1
	api_form=
	shift
	for api_argument; do
		api_form="$api_form&${api_argument%%=*}=$(encode "${api_argument#*=}")"
	done
	wget -q -O "$answer.json" ${api_form:+--post-data "${api_form#&}"} "$prometheus/api/v1/$api_path" ||
		die "prometheus: no answer to $api_path $*"
}

query() { # PROMQL [TIME]
	api query "query=$1" ${2:+"time=$2"}
	jq -r '.data | if .resultType == "scalar" then .result[1]
		else .result[] | "\(.value[1]) \(.metric | tojson)" end' "$answer.json" >"$answer" ||
		die "prometheus: not understood: $(head -c 300 "$answer.json")"
}

value() { # PROMQL [TIME]
	query "$@"
	[ "$(wc -l <"$answer")" -le 1 ] || die "$1: more than one series: $(head -n 3 "$answer")"
	cut -d' ' -f1 "$answer"
}

expect_query() { # WHAT EXPECTED PROMQL [TIME]
	query_what=$1
	query_expected=$2
	shift 2
	expect_eq "$query_what" "$query_expected" "$(value "$@")"
}

targets() {
	wget -q -O "$answer.json" "$prometheus/api/v1/targets?state=active" ||
		die "prometheus: no answer to targets"
	jq -r '.data.activeTargets[] | [.scrapePool, .health, .lastScrape, .lastError] | @tsv' \
		"$answer.json"
}

scraped_more_than() { # JOB TIMESTAMP
	[ "$(value "timestamp(up{job=\"$1\"})")" != "$2" ]
}

# One that is under way may have begun before what is waited for: take one more.
wait_scrapes() { # JOB N
	scrapes_left=$2
	while [ "$scrapes_left" -gt 0 ]; do
		scrapes_last=$(value "timestamp(up{job=\"$1\"})")
		wait_for 60 scraped_more_than "$1" "$scrapes_last"
		scrapes_left=$((scrapes_left - 1))
	done
}
