# SPDX-License-Identifier: GPL-2.0-only
# summary: cgroups come and go between scrapes: no series is reset, no sum goes backwards, no memory is lost
# set: long
# limit: 300
. /lib/case.sh
. /lib/serve.sh
. /lib/swapin.sh
. /lib/exporter.sh

swap_on disk 128
zswap_on zstd
cgroup_new stays
serve_start --web.listen-address "$exporter_address" --max-cgroups 4 --max-histograms 2
scrape before
cp before last
trace_begin

next() { # scrape, and compare with the one before
	scrape now
	expect_grown last now
	mv now last
}

# The same path again and again, names that are new each time, and one that goes unseen.
for round in 1 2 3 4 5 6 7 8; do
	cgroup_new again
	cgroup_new "new$round/below"
	cgroup_new unseen
	work again --size 1 pageout 'touch seq' verify
	[ $((round % 3)) -eq 0 ] || next
	work "new$round/below" --size 1 pageout 'touch random=1 64' verify
	work unseen --size 1 pageout 'touch seq' verify
	work stays --size 1 pageout 'touch reverse' verify
	wait_for 30 rmdir /sys/fs/cgroup/unseen
	next
	wait_for 30 rmdir /sys/fs/cgroup/again
	[ $((round % 2)) -eq 0 ] || wait_for 30 rmdir "/sys/fs/cgroup/new$round/below"
done
trace_end
next
cp last after
expect_exact
expect_told after
expect_row_told after stays 'cgroup="/stays"'
expect_more "pages of removed cgroups" 1024 "$(metric after swapra_pages_total 'cgroup="(removed)"')"
# A name that would break the page, and one that is no text. The kernel refuses line ends.
odd='a"b\c} 1 # {d'
cgroup_new "$odd"
cgroup_new "$(printf 'x\377y')"
work "$odd" --size 1 pageout 'touch seq' verify
work "$(printf 'x\377y')" --size 1 pageout 'touch seq' verify
next

# As many cgroups as before, and no more memory for any number of scrapes.
scrapes() { # COUNT
	for scrape in $(seq "$1"); do
		fetch >page || die "scrape: wget failed"
	done
}
scrapes 20
rss=$(exporter_rss)
scrapes 100
expect_more "RSS in KiB after 100 more scrapes, of $rss" "$(exporter_rss)" $((rss + 64))
serve_end
