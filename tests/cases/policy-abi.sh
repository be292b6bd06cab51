# SPDX-License-Identifier: GPL-2.0-only
# summary: what the module lets in and what not, and that a policy is told the truth
# kernels: 6.12-bpo 6.12 7.3
# limit: 120
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh

cgroup_new work 64M
set_to /sys/fs/cgroup/work/cgroup.subtree_control +memory
cgroup_new work/inner
cgroup_new free
modprobe swapra || die "swapra.ko: cannot be loaded"

# Types that the kernel has as well are the kernel's: else no helper would take a cgroup.
expect_eq "BTF of the module is small" 1 \
	"$(($(stat -c %s /sys/kernel/btf/swapra) < 65536))"

refused() { # PATTERN OBJECT: and nothing stays of it
	no_policy 1 "$1" set work "/policies/$2.bpf.o"
	expect_eq "$2: policies" 0 "$(nr_attached)"
	expect_eq "$2: hooks" 2 "$(grep -c '^hook .* mode=none' /proc/swapra)"
}
refused 'struct swapra_fault is read-only but for window, placement and mode' badwrite
refused 'ABI 999' future
refused 'no struct swapra_ops' notype
refused 'EINVAL' badname
expect_eq "why, in the kernel's log" 1 "$(dmesg | grep -c 'swapra: policy refused: no valid name')"

# ftrace cannot be switched off below a policy. 7.3 never lets it.
ftrace=/proc/sys/kernel/ftrace_enabled
ftrace_off() { echo 0 2>/dev/null >$ftrace && echo 1 >$ftrace; }
ftrace_off && can_switch=1 || can_switch=0
policy set work off
! ftrace_off || expect_eq "ftrace below a policy" on off
expect_eq "ftrace" 1 "$(cat $ftrace)"
policy clear work
ftrace_off && can_still=1 || can_still=0
expect_eq "ftrace after the last policy" "$can_switch" "$can_still"

# All that a policy is told.
swap_on disk-rotational 64
swap_on disk 64 vdb
swapoff /dev/vda # so that the type is not 0
zswap_on zstd
policy set work /policies/spread.bpf.o
policy set free /policies/spread.bpf.o
worker_new inner work/inner --size 2
worker_new free free --size 2

# "key=value " of a cgroup's last fault. Each policy has a map of its own.
seen() { # CGROUP
	for seen_map in $(bpftool map | sed -n 's/^\([0-9]*\): lru_hash  name seen .*/\1/p'); do
		bpftool map dump id "$seen_map"
	done | tr -d ' ",{}' | tr ':' '=' | awk -F= -v id="$(cgroup_id "$1")" '
		$1 == "key" { on = $2 == id }
		$1 ~ /^]/ { on = 0 }
		on && $2 != "" { print }'
}

look() { # NAME CGROUP
	tell "$1" pageout 'touch seq'
	told "$1"
	seen "$2" >"seen.$1"
}

fact() { sed -n "s/^$2=//p" "seen.$1"; } # NAME MEMBER

expect_seen() { # NAME MEMBER VALUE…
	seen_name=$1
	shift
	while [ $# -gt 0 ]; do
		expect_eq "$seen_name: $1" "$2" "$(fact "$seen_name" "$1")"
		shift 2
	done
}

expect_between() { # NAME MEMBER LOWEST HIGHEST
	expect_eq "$1: $2 $(fact "$1" "$2") is between $3 and $4" 1 \
		$(($(fact "$1" "$2") >= $3 && $(fact "$1" "$2") <= $4))
}

look inner work/inner
region_of inner >region
read -r start pages <region
expect_seen inner key "$(cgroup_id work/inner)" policy_cgroup_id "$(cgroup_id work)" \
	memcg_cgroup_id "$(cgroup_id work/inner)" \
	vma_start $((start * 4096)) vma_end $(((start + pages) * 4096)) \
	swap_type 1 device_flags 0 memory 0 max_window 32 stored 2
# Windows of 2, 4, … 32 pages, after. The last fault is that of the last window.
expect_between inner address $(((start + pages - 32) * 4096)) $(((start + pages - 1) * 4096))
expect_eq "inner: address in its page" 0 $(($(fact inner address) % 4096))
expect_seen inner prev_address $(($(fact inner address) - 4096)) prev_window 32 prev_hits 31 \
	window 32 kernel_window 16 # half of the last one, though page_cluster says 8
expect_between inner unused_pages 31 512
expect_between inner room 1 $((64 * 256))
expect_between inner swap_offset 1 $((64 * 256))

# No limit, nothing in zswap, a device that turns.
tell inner exit
swapoff /dev/vdb
swap_on disk-rotational 64
zswap_off
look free free
expect_seen free policy_cgroup_id "$(cgroup_id free)" room 18446744073709551615 \
	device_flags 2 stored 1 swap_type 0
worker_end free
wait
policies_end
