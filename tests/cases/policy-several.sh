# SPDX-License-Identifier: GPL-2.0-only
# summary: policies of six cgroups at a time: each does its own, and who has none notices nothing
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh

swap_on disk 128
zswap_on zstd
cgroup_new before
commands='pageout;touch seq;pageout;touch stride=7'

run_in() { # NAME: all commands, not waiting for them
	(
		IFS=';'
		# shellcheck disable=SC2086 # to be split
		set -- "$1" $commands
		tell "$@"
	)
}

# What the kernel itself makes of it, without the module.
worker_new before before --size 2
region_of before >region.before
reads_begin before
run_in before
told before
reads before >was
worker_end before
stock="$(read_count faults <was) $(read_count zswap <was)"

modprobe swapra || die "swapra.ko: cannot be loaded"
all='plain kernel off w4 w16 iaa'
for name in $all; do
	cgroup_new "$name"
	worker_new "$name" "$name" --size 2
done
policy set kernel kernel
policy set off off
policy set w4 window=4,after
policy set w16 window=16,before
policy set iaa iaa
memstat_settle
counters_save before
for name in $all; do run_in "$name"; done
# shellcheck disable=SC2086 # a list of names
told $all
memstat_settle
counters_save after

measured() { echo "$(counter "$1" pgmajfault) $(counter "$1" zswpin)"; } # CGROUP

# FAULTS PREFETCHED in both orders
model_of() { # NAME WINDOW PLACEMENT
	{
		model "$1" "$2" "$3" seq
		model "$1" "$2" "$3" stride=7
	} | awk '{ faults += $1; prefetched += $2 } END { print faults, prefetched }'
}

expect_policy() { # NAME WINDOW PLACEMENT
	expected=$(model_of "$@")
	faults=${expected% *}
	prefetched=${expected#* }
	expect_eq "$1: faults, pages" "$faults $((faults + prefetched))" "$(measured "$1")"
	[ "$2" = 1 ] && kind=single || kind=sized
	expect_eq "$1: verdicts" "verdicts $faults $kind $faults prefetched $prefetched" \
		"$(verdicts_of "$1")"
}

verdicts_of() { reads_now "$1" | awk '/^verdicts/ { on = 1 } on && ($2 || /^prefetched/)' | xargs; }

expect_policy off 1 around
expect_policy w4 4 after
expect_policy w16 16 before
expect_policy iaa 1 around # no IAA: a CPU decompresses
for name in plain kernel; do
	expect_eq "$name: alignment" "$(($(cut -d' ' -f1 region.before) % 512))" \
		"$(($(region_of $name | cut -d' ' -f1) % 512))"
	expect_eq "$name: faults, pages as without the module" "$stock" "$(measured $name)"
done
expect_eq "plain: verdicts" "" "$(verdicts_of plain)"
expect_eq "kernel: verdicts" "verdicts ${stock% *} kernel ${stock% *} prefetched 0" \
	"$(verdicts_of kernel)"
# shellcheck disable=SC2086 # a list of names
worker_end $all
policies_end
