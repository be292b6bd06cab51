# SPDX-License-Identifier: GPL-2.0-only
# summary: 10,000 cgroups: all told, and in the memory that is promised
# limit: 1200
# set: long
# memory: 3072
. /lib/case.sh
. /lib/serve.sh
. /lib/swapin.sh
. /lib/exporter.sh

expect_many() { # COUNT RSS-MiB
	manycgroups swap /sys/fs/cgroup/many $((have)) $(($1 - have)) || die "manycgroups failed"
	have=$1
	scrape many
	expect_eq "$1 cgroups: own series" "$1" \
		"$(grep -c '^swapra_failed_faults_total{cgroup="/many/c' many)"
	expect_eq "$1 cgroups: pages, by the kernel" $(($(vmstat_get zswpin) - zswpin_before)) \
		"$(metric many swapra_pages_total 'source="zswap"')"
	expect_more "$1 cgroups: RSS in KiB" "$(exporter_rss)" $(($2 * 1024))
	echo "$1 cgroups: $(wc -c <many) bytes, RSS $(exporter_rss) KiB," \
		"$(awk '/^swapra_exporter_scrape_duration_seconds / { print $2 }' many) s"
}

swap_on disk 128
zswap_on lzo
cgroup_new many
set_to /sys/fs/cgroup/many/cgroup.subtree_control +memory
have=0
zswpin_before=$(vmstat_get zswpin)
serve_start --web.listen-address "$exporter_address" --max-cgroups 20000
expect_many 1000 20
expect_many 10000 60
serve_end

# With the usual options most are told together, and no less exactly.
serve_start --web.listen-address "$exporter_address"
zswpin_before=$(vmstat_get zswpin)
manycgroups swap /sys/fs/cgroup/many 10000 1200 || die "manycgroups failed"
scrape capped
expect_eq "own series" 1000 "$(grep -c '^swapra_failed_faults_total{cgroup="/many/c' capped)"
expect_eq "capped cgroups" 200 "$(metric capped swapra_cgroups 'series="capped"')"
expect_eq "pages, by the kernel" $(($(vmstat_get zswpin) - zswpin_before)) \
	"$(metric capped swapra_pages_total 'source="zswap"')"
expect_more "RSS in KiB" "$(exporter_rss)" $((20 * 1024))
serve_end
