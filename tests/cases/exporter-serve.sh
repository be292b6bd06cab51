# SPDX-License-Identifier: GPL-2.0-only
# summary: the exporter answers on all its addresses, counts after giving up its privileges, reloads, stops
# limit: 180
. /lib/case.sh
. /lib/serve.sh
. /lib/swapin.sh
. /lib/leftover.sh

needs_late_probe() { [ "${KERNEL#6.}" != "$KERNEL" ]; }

expect_confined() { # WHAT
	kept=0000000000000004 # CAP_DAC_READ_SEARCH
	! needs_late_probe || case $backend in # CAP_BPF and CAP_PERFMON, for swapon
	fentry) kept=000000c000000004 ;;
	kprobe) kept=000000c000200004 ;; # and CAP_SYS_ADMIN
	esac
	expect_eq "$1: permitted capabilities" $kept "$(status_of CapPrm)"
	expect_eq "$1: effective capabilities" 0000000000000000 "$(status_of CapEff)"
	expect_eq "$1: inheritable capabilities" 0000000000000000 "$(status_of CapInh)"
	expect_eq "$1: ambient capabilities" 0000000000000000 "$(status_of CapAmb)"
	expect_eq "$1: bounding capabilities" 0000000000000000 "$(status_of CapBnd)"
	expect_eq "$1: no new privileges" 1 "$(status_of NoNewPrivs)"
}

expect_cgroup() { # WHAT ADDRESS CGROUP
	get "$2" /metrics >metrics || expect_eq "$1: status of wget" 0 $?
	grep -q "cgroup=\"/$3\"" metrics || {
		cat metrics
		expect_eq "$1: series of cgroup /$3" some none
	}
}

swap_on disk 128
zswap_on zstd
for backend in kprobe fentry; do
	cgroup_new "root-$backend"
	serve_start --backend $backend --web.listen-address 127.0.0.1:9719 --web.listen-address '[::1]:9720' \
		--web.listen-address "unix:$PWD/socket"
	expect_confined "$backend as root"
	expect_eq "$backend: user" "0	0	0	0" "$(status_of Uid)"
	work "root-$backend" --size 8 pageout 'touch seq' verify
	expect_cgroup "$backend by IPv4" 127.0.0.1:9719 "root-$backend"
	expect_cgroup "$backend by IPv6" '[::1]:9720' "root-$backend"
	expect_eq "$backend: mode of the socket" 660 "$(stat -c %a socket)"
	serve_end
	[ ! -e socket ] || expect_eq "$backend: the socket file" removed "still there"
	[ ! -e serve.ready ] || expect_eq "$backend: the ready file" removed "still there"
	expect_nothing_left
done

# As another user, who must see new cgroups, and attach to a new kind of swap device.
for backend in kprobe fentry; do
	cgroup_new "user-$backend"
	chmod 777 .
	serve_start --backend $backend --user 1000:1000 --web.listen-address 127.0.0.1:9719
	expect_confined "$backend as user"
	expect_eq "$backend: user" "1000	1000	1000	1000" "$(status_of Uid)"
	expect_eq "$backend: group" "1000	1000	1000	1000" "$(status_of Gid)"
	expect_eq "$backend: groups" "" "$(status_of Groups | tr -d ' ')"
	work "user-$backend" --size 8 pageout 'touch seq' verify
	expect_cgroup "$backend as user" 127.0.0.1:9719 "user-$backend"
	swapoff /dev/vda || die "swapoff"
	swap_on zram 64
	cgroup_new "zram-$backend"
	zswap_off
	work "zram-$backend" --size 8 pageout 'touch seq' verify
	zswap_on zstd
	expect_cgroup "$backend as user, zram" 127.0.0.1:9719 "zram-$backend"
	grep -q "^swapra_faults_total{cgroup=\"/zram-$backend\",kind=\"sync\"} [1-9]" metrics ||
		expect_eq "$backend as user, zram: synchronous faults" some \
			"$(grep "^swapra_faults_total{cgroup=\"/zram-" metrics)"
	serve_end
	swapoff /dev/zram0 || die "swapoff zram0"
	echo 1 >/sys/block/zram0/reset
	swap_on disk 128
	expect_nothing_left
done

# Reload, as another user: a right file is in effect at the next scrape, wrong ones change nothing.
value() { sed -n "s/^$1 //p" metrics; } # SERIES

reload() { # RESULT COUNT: until so many reloads have ended so
	reload_series="swapra_exporter_reloads_total{result=\"$1\"}"
	reload_count=$2
	kill -HUP "$serve_pid"
	wait_for 20 reloaded
}

reloaded() {
	get 127.0.0.1:9719 /metrics >metrics || return
	[ "$(value "$reload_series")" = "$reload_count" ]
}

expect_hidden() { # WHAT own|hidden
	series=$(grep -c '^swapra_failed_faults_total{cgroup="/user-' metrics)
	case $2 in
	own) expect_eq "$1: series of /user-*" 2 "$series" ;;
	hidden) expect_eq "$1: series of /user-*" 0 "$series" ;;
	esac
}

echo 'max-cgroups = 50' >options
serve_start --user 1000:1000 --options-file "$PWD/options" --web.listen-address 127.0.0.1:9719
for backend in kprobe fentry; do
	work "user-$backend" --size 1 pageout 'touch seq'
done
get 127.0.0.1:9719 /metrics >metrics
expect_hidden "before" own
expect_eq "before: limit" 50 "$(value swapra_cgroup_series_limit)"
printf 'max-cgroups = 60\ncgroup.deny = /user-*\n' >options
reload "done" 1
expect_hidden "a right file" hidden
expect_eq "a right file: limit" 60 "$(value swapra_cgroup_series_limit)"
nr_failed=0
wrong_file() { # PATTERN TEXT
	printf '%s\n%s\n' 'max-cgroups = 70' "$2" >options
	nr_failed=$((nr_failed + 1))
	reload failed $nr_failed
	tail -n 3 "$serve_err" | grep -q "$1" || expect_eq "a wrong file: message" "$1" "$(cat "$serve_err")"
	expect_eq "a wrong file: last line" "hint: the options that were in use stay so" "$(tail -n 1 "$serve_err")"
	expect_hidden "a wrong file" hidden
	expect_eq "a wrong file: limit" 60 "$(value swapra_cgroup_series_limit)"
}
wrong_file "option '--cgroup.depth': '0'" 'cgroup.depth = 0'
wrong_file "line 2: 'color' is not an option of it" 'color = blue'
wrong_file "line 2: is not NAME = VALUE" 'nothing'

# The file need not be readable to that user.
echo 'max-cgroups = 80' >options
chmod 600 options
reload "done" 2
expect_hidden "right again" own
expect_eq "right again: limit" 80 "$(value swapra_cgroup_series_limit)"
kill -TERM "$serve_pid"
wait "$serve_pid" && status=0 || status=$?
swapra_pid=
expect_eq "exit status after reloads" 0 "$status"
expect_nothing_left
