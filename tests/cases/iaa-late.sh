# SPDX-License-Identifier: GPL-2.0-only
# summary: IAA's driver comes after swapra: from its first operation on all is counted
# limit: 180
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/iaa.sh

swap_on disk 128
cgroup_new work
trace_begin --view iaa -i 1
wait_for 30 test -s "$OUT"
expect_eq "attached before" false "$(tail -n 1 "$OUT" | jq .iaa.attached)"

# Without a work queue the driver has nothing to do, not even a test of itself.
idxd_insert autobind=0 devices=2
wait_for 30 idxd_has_wqs
wait_for 30 iaa_attached
idxd_save before
for wq in $(idxd_wqs); do
	echo "$wq" >"$idxd_driver/bind" || die "$wq: cannot be bound"
	wait_for 30 idxd_passed
done
zswap_on deflate-iaa
work work --size 2 pageout 'touch seq' verify
iaa_finish
iaa_expect_exact
expect_eq "page loads" "$(counter vmstat zswpin)" "$(iaa_pages work device)"
expect_more "the self-test's operations" $(($(counter vmstat zswpout) + 1)) \
	"$(iaa_call compress calls)"
idxd_end
