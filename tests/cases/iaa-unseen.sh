# SPDX-License-Identifier: GPL-2.0-only
# summary: IAA's driver goes and comes back while swapra does not look: it is attached to anew
# limit: 180
# kernels: 6.12-bpo 6.12
. /lib/case.sh
. /lib/iaafault.sh

# Only where all hooks of the trace are kprobes may the driver go; 7.x has other ones.
has_lines() { [ "$(wc -l <"$OUT")" -ge "$1" ]; }

swap_on disk 128
cgroup_new work
trace_begin --view iaa --backend kprobe -i 1
idxd_load
wait_for 30 iaa_attached
kill -STOP "$swapra_pid"
idxd_unload
idxd_load
lines=$(wc -l <"$OUT")
kill -CONT "$swapra_pid"
# The first of these may have been begun before it looked again.
wait_for 30 has_lines $((lines + 2))
wait_for 30 iaa_attached
zswap_on deflate-iaa
idxd_save before
work work --size 1 pageout 'touch seq' verify
idxd_save after
trace_end
for operation in compress decompress; do
	expect_eq "$operation: submitted" "$(idxd_moved total $operation submitted)" \
		"$(iaa_total $operation.submitted)"
done
expect_eq "pages by IAA" "$(idxd_moved total decompress status.01)" "$(iaa_pages work device)"
expect_more "pages" 256 "$(iaa_pages work device)"
expect_no_losses
idxd_end
