# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that compare every number of IAA in one mode.

. /lib/iaa.sh

# Both cgroups at once; each verifies its pages.
iaa_both() { # MB
	in_cgroup work swapwork --size "$1" --threads 2 --write pageout 'touch seq' pageout \
		'touch random=1' verify >both.work 2>&1 &
	iaa_pid=$!
	in_cgroup other swapwork --size "$1" --processes 2 pageout 'touch seq' pageout \
		'touch reverse' verify >both.other 2>&1 || die "other: $(cat both.other)"
	wait "$iaa_pid" || die "work: $(cat both.work)"
}

iaa_exact() { # MODE VERIFY MB
	idxd_load_mode "$1" "$2" devices=2 wqs=2
	cgroup_new other
	iaa_begin
	iaa_both "$3"
	iaa_finish
	iaa_expect_exact
	expect_eq "pages stored" "$(counter vmstat zswpout)" "$(iaa_call compress calls)"
	expect_eq "pages loaded" "$(counter vmstat zswpin)" "$(iaa_call decompress calls)"
	expect_eq "fallbacks" 0 $(($(iaa_call compress fallbacks) + $(iaa_call decompress fallbacks)))
	for iaa_cgroup in work other; do
		expect_more "$iaa_cgroup: pages by IAA" $(($3 * 512)) "$(iaa_pages $iaa_cgroup device)"
		expect_eq "$iaa_cgroup: pages by IAA" "$(row $iaa_cgroup pages.zswap)" \
			"$(iaa_pages $iaa_cgroup device)"
		expect_eq "$iaa_cgroup: other pages" 0 \
			$(($(iaa_pages $iaa_cgroup fallback) + $(iaa_pages $iaa_cgroup other)))
	done
	idxd_end
	rmdir /sys/fs/cgroup/work /sys/fs/cgroup/other
}
