# SPDX-License-Identifier: GPL-2.0-only
# summary: a verdict that is out of range is put right and counted, a failed one leaves it to the kernel
# limit: 120
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh

swap_on disk 128
zswap_on zstd
cgroup_new work
modprobe swapra || die "swapra.ko: cannot be loaded"
worker_new one work --size 3 --write

policy set work /policies/nonsense.bpf.o
verdicts_begin
expect_window zswap one work 32 around seq clamped
expect_eq "asked" 4294967295 "$(verdict_values asked)"
expect_eq "granted" "32 around clamped" \
	"$(verdict_values window) $(verdict_values placement) $(verdict_values flags)"

policy set work /policies/background.bpf.o,window=8
expect_window zswap one work 8 around seq background
policy set work /policies/background.bpf.o,window=1
expect_window zswap one work 1 around seq

# It asks for 8 pages and fails.
policy set work /policies/failing.bpf.o
verdicts_begin
tell one pageout
told one
reads_begin work
tell one 'touch seq'
told one
reads work >was
faults=$(read_count faults <was)
expect_eq "failing" "verdicts=$faults kernel=$faults errors=$faults " "$(grep -o 'verdicts=.*' was)"
expect_more "pages that the kernel read ahead" 1 "$(read_count swap_ra <was)"
expect_eq "flags" "0 error" "$(verdict_values window) $(verdict_values flags)"
worker_end one
policies_end
