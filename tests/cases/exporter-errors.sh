# SPDX-License-Identifier: GPL-2.0-only
# summary: what can go wrong when the exporter starts: exit status, and a message that names it
# limit: 120
. /lib/case.sh
. /lib/command.sh
. /lib/serve.sh
. /lib/leftover.sh

wrong() { # STATUS PATTERN ARG...
	wrong_status=$1
	wrong_pattern=$2
	shift 2
	run timeout 30 swapra exporter "$@"
	expect_failed "exporter $*" "$wrong_status" "$wrong_pattern"
	# Of a failure, the hint tells what to do.
	grep -q '^hint: ' err || expect_eq "exporter $*: hint" one none
}

wrong 2 web.listen-address --web.listen-address 9719
wrong 2 web.listen-address --web.listen-address name.example:9719
wrong 2 web.telemetry-path --web.telemetry-path metrics
wrong 2 web.max-connections --web.max-connections 0
wrong 2 cgroup.allow --cgroup.allow ''
wrong 2 cgroup.depth --cgroup.depth 0
wrong 2 max-cgroups --max-cgroups many
wrong 2 backend --backend no-such-backend
wrong 2 stray stray

wrong 1 "listen address '192.0.2.1:9719': cannot listen on: EADDRNOTAVAIL" --web.listen-address 192.0.2.1:9719
wrong 1 "'unix:/no/such/socket': cannot listen on: ENOENT" --web.listen-address unix:/no/such/socket
wrong 1 "'unix:/etc/passwd': cannot listen on: EEXIST" --web.listen-address unix:/etc/passwd
wrong 1 "user 'no-such-user': cannot find: ENOENT" --user no-such-user
wrong 2 "':9719': is given twice" --web.listen-address :9719 --web.listen-address :9719
wrong 1 "'127.0.0.1:9719': cannot listen on: EADDRINUSE" --web.listen-address :9719 --web.listen-address 127.0.0.1:9719
echo 'max-cgroups = many' >options
wrong 1 "'--max-cgroups': 'many'" --options-file options

serve_start --web.listen-address 127.0.0.1:9719
wrong 1 "'127.0.0.1:9719': cannot listen on: EADDRINUSE" --web.listen-address 127.0.0.1:9719
wrong 1 "':9719': cannot listen on: EADDRINUSE"
answers 127.0.0.1:9719 || expect_eq "the first exporter" "still there" gone
serve_end

run unprivileged swapra exporter
expect_failed "no privileges" 1 CAP_BPF
run unprivileged swapra exporter --web.listen-address :80
expect_failed "no privileges, port 80" 1 "':80': cannot listen on: EACCES\|CAP_BPF"
run unshare -m sh -c 'mount --bind /dev/null /sys/kernel/btf/vmlinux && exec swapra exporter'
expect_failed "no BTF" 3 BTF
run unshare -m sh -c 'umount -l /sys/fs/cgroup && exec swapra exporter'
expect_failed "no cgroup2 mounted" 3 cgroup2

# A signal ends it whatever its clients do: one that never asks, and one that is answered.
is_connected() { grep -q ':25F7 [0-9A-F:]* 01 ' /proc/net/tcp; } # port 9719, established
serve_start --web.listen-address 127.0.0.1:9719
mkfifo silence
nc 127.0.0.1 9719 <silence >idle &
exec 9>silence
wait_for 20 is_connected
get 127.0.0.1:9719 /metrics >metrics &
serve_end
exec 9>&-
wait
expect_nothing_left
