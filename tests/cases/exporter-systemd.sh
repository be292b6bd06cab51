# SPDX-License-Identifier: GPL-2.0-only
# summary: the exporter under systemd's protocols and with the capabilities of its unit: activation, ready, reload, stop
# set: long
# limit: 120
. /lib/case.sh
. /lib/serve.sh
. /lib/leftover.sh

chmod 777 .
ended() { ! kill -0 "$activate_pid" 2>/dev/null; }

told() { # LINE
	! grep -q "^$1" notified || return 0
	! ended || die "ended before it told $1: $(cat err)"
	return 1
}

# As in dist/systemd/swapra-exporter.service.in
export AS_USER=1000 AS_CAPABILITIES=cap_bpf,cap_perfmon,cap_sys_admin,cap_dac_override,cap_dac_read_search=eip

for backend in kprobe fentry; do
	: >notified
	echo 'max-cgroups = 2' >options
	activate 9800 "$PWD/notified" \
		agent sigdefault swapra exporter --backend $backend --options-file "$PWD/options" 2>err &
	activate_pid=$!
	swapra_pid=$activate_pid
	wait_for 60 told READY=1
	expect_eq "$backend: status line" "STATUS=Counting by $backend" "$(grep ^STATUS= notified)"
	answers 127.0.0.1:9800 || expect_eq "$backend: the socket of systemd" answered "not answered"
	! answers 127.0.0.1:9719 || expect_eq "$backend: the default address" closed open
	get 127.0.0.1:9800 /metrics >metrics
	expect_eq "$backend: limit of series" 2 "$(sed -n 's/^swapra_cgroup_series_limit //p' metrics)"

	# A right file is taken, a wrong one leaves the old options.
	echo 'max-cgroups = 3' >options
	: >notified
	kill -HUP "$(pidof swapra)"
	wait_for 20 told READY=1
	expect_eq "$backend: reload, first line" RELOADING=1 "$(head -n 1 notified)"
	get 127.0.0.1:9800 /metrics >metrics
	expect_eq "$backend: limit after reload" 3 "$(sed -n 's/^swapra_cgroup_series_limit //p' metrics)"
	echo 'max-cgroups = many' >options
	: >notified
	kill -HUP "$(pidof swapra)"
	wait_for 20 told READY=1
	grep -q "^swapra: option '--max-cgroups': 'many'" err || expect_eq "$backend: message" "about 'many'" "$(cat err)"
	get 127.0.0.1:9800 /metrics >metrics
	expect_eq "$backend: limit after a wrong reload" 3 "$(sed -n 's/^swapra_cgroup_series_limit //p' metrics)"

	kill -TERM "$(pidof swapra)"
	wait_for 20 ended
	wait "$activate_pid" && status=0 || status=$?
	swapra_pid=
	expect_eq "$backend: exit status" 0 "$status"
	expect_eq "$backend: last notification" STOPPING=1 "$(tail -n 1 notified)"
	expect_nothing_left
done
