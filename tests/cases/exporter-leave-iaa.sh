# SPDX-License-Identifier: GPL-2.0-only
# summary: the table of IAA's pages has room again two minutes after cgroups are removed, and no page is lost
# set: long
# limit: 420
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/serve.sh
. /lib/swapin.sh
. /lib/idxd.sh
. /lib/idxdswap.sh
. /lib/iaa.sh
. /lib/exporter.sh
. /lib/exporteriaa.sh

idxd_load_mode sync 1
serve_start --iaa --web.listen-address $exporter_address
wait_for 30 is_attached
idxd_begin
work work --size 1 pageout 'touch seq' verify
scrape before
id=$(stat -c %i /sys/fs/cgroup/work)
wait_for 30 rmdir /sys/fs/cgroup/work

place() { # CGROUP: its row in the table of pages
	bpftool -j map dump name cgroup_index >dump || die "bpftool map dump name cgroup_index"
	jq --argjson id "$1" '.[].formatted | select(.key == $id).value' dump
}

scrape last
expect_more "the removed cgroup's place" 1 "$(place "$id")"
first=$(place "$id")

given_back() {
	scrape now
	expect_grown last now
	mv now last
	[ -z "$(place "$id")" ]
}

wait_for 200 given_back
expect_eq "pages of the removed cgroup" "$(metric before swapra_iaa_pages_total 'cgroup="/work"')" \
	"$(metric last swapra_iaa_pages_total 'cgroup="(removed)"')"

# Another takes its place, and counts from 0.
mv last before
cgroup_new other
trace_begin --view iaa
idxd_save before
work other --size 1 pageout 'touch seq' verify
iaa_finish
scrape after
iaa_expect_exact
expect_eq "the place of the next one" "$first" "$(place "$(stat -c %i /sys/fs/cgroup/other)")"
expect_pages after total
expect_pages after other 'cgroup="/other"'
expect_grown before after
serve_end
idxd_end
