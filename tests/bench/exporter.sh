# SPDX-License-Identifier: GPL-2.0-only
# What a scrape costs in a guest whose clock counts instructions, beside reading memory.stat
# of each cgroup: for 1,000 cgroups and for 10,000. tests/bench/exporter runs it.
. /lib/case.sh
. /guest/bench.env # COUNTS

address=127.0.0.1:9719
ip link set lo up || die "the loopback interface cannot be brought up"

page() { wget -q -O page "http://$address/metrics"; }
value() { awk -v name="$1" '$1 == name { print $2 }' page; }
rss() { awk '/^VmRSS/ { print $2 }' "/proc/$exporter/status"; }

# How long the answer takes when nothing has swapped: the median, as the timer's tick falls into some.
alone() {
	for _ in 1 2 3 4 5 6 7; do
		page || die "no page"
		value swapra_exporter_scrape_duration_seconds
	done | sort -g | sed -n 4p
}

# How long the answer takes when so many cgroups swapped since the last one.
after() { # NUMBER
	manycgroups again /sys/fs/cgroup/many 0 "$1" || die "manycgroups failed"
	page || die "no page"
	value swapra_exporter_scrape_duration_seconds
}

# The answer's own time, that of client and server, and of each cgroup's memory.stat; twice,
# since the first one looks up names.
measure() { # COUNT
	manycgroups swap /sys/fs/cgroup/many "$have" $(($1 - have)) || die "manycgroups failed"
	have=$1
	page || die "no page"
	page || die "no page"
	whole=$(manycgroups time wget -q -O page "http://$address/metrics") || die "no page"
	scrape=$(alone)
	tenth=$(after $(($1 / 10))) || return
	all=$(after "$1") || return
	stat=$(manycgroups stat /sys/fs/cgroup/many "$1") || die "memory.stat cannot be read"
	echo "bench exporter cgroups=$1 series=$(value swapra_cgroup_series_limit)" \
		"scrape_s=$scrape tenth_s=$tenth all_s=$all whole_ns=$whole" \
		"stat_ns=$stat rss_kib=$(rss) page_bytes=$(wc -c <page)"
}

idle() { # instructions of the exporter in 10 s without a scrape: its CPU time
	before=$(cut -d' ' -f1 "/proc/$exporter/schedstat")
	sleep 10
	echo "bench idle ns=$(($(cut -d' ' -f1 "/proc/$exporter/schedstat") - before))"
}

cgroup_new many
set_to /sys/fs/cgroup/many/cgroup.subtree_control +memory
swapra exporter --ready-file "$PWD/ready" --web.listen-address $address --max-cgroups 20000 2>err &
exporter=$!
wait_for 60 test -e ready
have=0
for count in $COUNTS; do
	measure "$count"
done
idle
kill "$exporter"
wait "$exporter" || die "the exporter: exit status not 0: $(cat err)"
