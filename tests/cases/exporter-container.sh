# SPDX-License-Identifier: GPL-2.0-only
# summary: the exporter in a container, as in dist/kubernetes: the machine's cgroups by path, exactly
# set: long
# limit: 180
. /lib/case.sh
. /lib/serve.sh
. /lib/swapin.sh
. /lib/exporter.sh

swap_on disk 128
zswap_on lzo
cgroup_new pod
cgroup_new work
root=$PWD/root
mkdir -p /sys/fs/cgroup/pod/container "$root/usr/sbin" "$root/proc" "$root/sys" "$root/tmp"
cp "$(command -v swapra)" "$root/usr/sbin/swapra"
mount --bind "$PWD" "$root/tmp"

is_ready() {
	[ -e serve.ready ] && return
	kill -0 "$serve_pid" 2>/dev/null || serve_failed "ended before it was ready"
	return 1
}

contain() { # CAPABILITIES ARG...
	rm -f serve.ready
	capabilities=$1
	shift
	(
		echo 0 >/sys/fs/cgroup/pod/container/cgroup.procs
		exec agent sigdefault container "$root" "$capabilities" /usr/sbin/swapra exporter \
			--ready-file /tmp/serve.ready --web.listen-address $exporter_address "$@"
	) 2>"$serve_err" &
	serve_pid=$!
}

# As the DaemonSet has them; on Debian's kernels with SYS_ADMIN, see its README.
few=cap_bpf,cap_perfmon,cap_dac_read_search=p
echo 3 >/proc/sys/kernel/perf_event_paranoid
for backend in kprobe fentry; do
	contain ${few%=p},cap_sys_admin=p --backend $backend
	wait_for 60 is_ready
	scrape before
	trace_begin
	work work --size 2 pageout 'touch seq' pageout 'touch random=1' verify
	trace_end
	scrape after
	expect_told after
	expect_row_told after work 'cgroup="/work"'
	expect_eq "$backend: cgroups that cannot be seen" 0 "$(metric after swapra_cgroups 'series="hidden"')"
	[ "$(readlink "/proc/$(pidof swapra)/ns/cgroup")" != "$(readlink /proc/self/ns/cgroup)" ] ||
		die "$backend: it is in no cgroup namespace of its own"

	# What goes is told as gone, what comes has a series.
	cgroup_new late
	work late --size 1 pageout 'touch seq' verify
	rmdir /sys/fs/cgroup/late
	pages=$(metric after swapra_pages_total)
	scrape gone
	expect_eq "$backend: series of the one that went" 0 "$(grep -c 'cgroup="/late"' gone)"
	expect_more "$backend: pages of those that are gone" 1 \
		"$(metric gone swapra_pages_total 'cgroup="(removed)"')"
	expect_more "$backend: pages in all" $((pages + 1)) "$(metric gone swapra_pages_total)"
	expect_grown after gone
	serve_end
done

# Without: said, and how to go on.
contain $few --backend kprobe
wait "$serve_pid" && status=0 || status=$?
expect_eq "without SYS_ADMIN: exit status" 1 "$status"
expect_more "without SYS_ADMIN: message" 1 "$(grep -c EACCES "$serve_err")"
swapra_pid=
umount "$root/tmp"
