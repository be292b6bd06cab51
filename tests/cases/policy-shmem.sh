# SPDX-License-Identifier: GPL-2.0-only
# summary: shmem: off is followed, a window is not; a fault by slot is asked about once
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh

swap_on disk 128
zswap_on zstd
cgroup_new work
modprobe swapra || die "swapra.ko: cannot be loaded"

# `reads` after everything went out and came back.
out_and_in() { # NAME
	tell "$1" pageout
	told "$1"
	reads_begin work
	tell "$1" 'touch seq'
	told "$1"
	reads work >was
}

by_kernel() { # WHAT NAME
	out_and_in "$2"
	faults=$(read_count faults <was)
	expect_eq "$1" "verdicts=$faults kernel=$faults " "$(grep -o 'verdicts=.*' was)"
	expect_more "$1: pages that the kernel read ahead" 1 "$(read_count swap_ra <was)"
}

worker_new mapped work --size 2 --shmem --write
policy set work off
verdicts_begin
out_and_in mapped
expect_eq "mapped, off" "faults=512 zswap=512 verdicts=512 single=512 " "$(cat was)"
expect_eq "flags, address" "shmem 0x0" "$(verdict_values flags) $(verdict_values address)"
policy set work window=16,after
verdicts_begin
by_kernel "mapped, window" mapped
expect_eq "asked, granted" "16 0" "$(verdict_values asked) $(verdict_values window)"
worker_end mapped

# read(2) is no fault to the kernel; it is to a policy.
worker_new called work --size 2 --shmem-read
policy set work off
out_and_in called
expect_eq "read(2), off" "zswap=512 verdicts=512 single=512 " "$(cat was)"
policy set work window=16,after
out_and_in called
pages=$(($(read_count zswap <was) - $(read_count swap_ra <was)))
expect_eq "read(2), window" "verdicts=$pages kernel=$pages " "$(grep -o 'verdicts=.*' was)"
worker_end called

# swapin_readahead() of an anonymous fault calls swap_cluster_readahead(): not asked again,
# whoever else is hooked there.
swapoff "$(swap_device)"
swap_on disk-rotational 128
worker_new anon work --size 2
for backend in '' kprobe fentry; do
	[ -z "$backend" ] || swapra_start --backend $backend
	policy set work kernel
	by_kernel "by slot, kernel${backend:+, $backend}" anon
	policy set work off
	out_and_in anon
	expect_eq "by slot, off${backend:+, $backend}" \
		"faults=512 zswap=512 verdicts=512 single=512 " "$(cat was)"
	[ -z "$backend" ] || swapra_stop
done
worker_end anon
policies_end
