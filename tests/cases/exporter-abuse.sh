# SPDX-License-Identifier: GPL-2.0-only
# summary: whatever its clients do, the exporter answers scrapes, exactly, and within its memory and descriptors
# set: long
# limit: 180
. /lib/case.sh
. /lib/serve.sh
. /lib/swapin.sh
. /lib/exporter.sh
. /lib/leftover.sh

port=${exporter_address#*:}
connections=64 # --web.max-connections, as it is without that option
holders=

holds() { grep -q -s ready "hold.$1"; }

hold() { # KIND COUNT
	rm -f "hold.$1"
	abuse hold "$port" "$1" "$2" >"hold.$1" &
	holders="$holders $!:$1"
	wait_for 30 holds "$1"
}

# Those who sent nothing, or too little, were sent away.
let_go() {
	for holder in $holders; do
		kill -TERM "${holder%:*}"
		wait "${holder%:*}" || die "abuse hold ${holder#*:}: exit status $?"
		echo "${holder#*:}: $(tail -n 1 "hold.${holder#*:}")"
	done
	holders=
}

nr_files() { set -- "/proc/$serve_pid/fd"/*; echo $#; }
files_are_back() { [ "$(nr_files)" -le "$files" ]; }
peak_rss() { awk '/^VmHWM/ { print $2 }' "/proc/$serve_pid/status"; } # in KiB

expect_at_most() { # WHAT MAXIMUM ACTUAL
	[ "$3" -le "$2" ] || die "$1: expected $2 at most, got $3"
}

# Four answers may wait for their readers, and one is being made; a connection is small. A
# scrape that is under way has a few files open.
expect_bounded() { # WHAT
	expect_at_most "$1: KiB of memory" $((rss + 5 * page + 4096)) "$(peak_rss)"
	expect_at_most "$1: descriptors" $((files + connections + 4)) "$(nr_files)"
}

scrapes() { # WHAT COUNT
	for scrape in $(seq "$2"); do
		scrape now
		expect_more "$1: KiB of a whole page" $((page * 9 / 10)) $(($(wc -c <now) / 1024))
		expect_bounded "$1"
	done
}

# Enough for a page that no buffer of a socket takes whole.
swap_on disk 128
zswap_on lzo
cgroup_new many
set_to /sys/fs/cgroup/many/cgroup.subtree_control +memory
before=$(vmstat_get zswpin)
serve_start --web.listen-address $exporter_address
manycgroups swap /sys/fs/cgroup/many 0 150 || die "manycgroups failed"
scrape first
scrape first
page=$(($(wc -c <first) / 1024))
expect_more "KiB of a page" 300 $page
rss=$(exporter_rss)
echo 5 >"/proc/$serve_pid/clear_refs" # VmHWM begins anew: attaching took more
files=$(nr_files)
echo "page $page KiB, RSS $rss KiB, $files descriptors"

# One kind at a time, and then all at once, while a cgroup swaps.
hold idle 500
scrapes idle 3
let_go
hold slow-reader 40
scrapes slow-reader 3
let_go
hold slow-writer 100
hold half-closed 100
hold slow-reader 20
hold idle 300
cgroup_new work
work work --size 1 pageout 'touch seq' verify
scrapes "all of them" 3
let_go

# Floods, and requests that do not end: these have ten seconds, also where there is room.
floods=
for kind in noise lines url header headers continuation body chunks; do
	abuse flood "$port" $kind &
	floods="$floods $!:$kind"
done
abuse hold "$port" slow-writer 8 once >slow &
slow_pid=$!
scrapes floods 3
for flood in $floods; do
	wait "${flood%:*}" || expect_eq "flood of ${flood#*:}: status" 0 $?
done
wait $slow_pid || expect_eq "slow writers: status" 0 $?
expect_eq "slow writers" "opened 8 closed 8" "$(tail -n 1 slow)"
expect_bounded floods
abuse pipeline "$port" 100 || expect_eq "pipeline: status" 0 $?
for method in POST DELETE BREW; do
	printf '%s /metrics HTTP/1.1\r\nConnection: close\r\n\r\n' $method | ask $exporter_address >answer
	expect_eq "$method: refused" 1 "$(head -n 1 answer | grep -c -E '^HTTP/1.1 (405|501) ')"
done

# As if nothing had been: descriptors, and what was counted.
wait_for 30 files_are_back
scrapes "after all" 1
expect_eq "pages, by the kernel" $(($(vmstat_get zswpin) - before)) \
	"$(metric now swapra_pages_total 'source="zswap"')"
expect_grown first now
echo "RSS $(exporter_rss) KiB, at most $(peak_rss) KiB"

# SIGTERM, in the middle of an answer, with all kinds of others: it comes whole.
hold idle 100
hold slow-writer 20
abuse stop "$port" "$serve_pid" || expect_eq "scrape during SIGTERM: status" 0 $?
serve_ended() { ! kill -0 "$serve_pid" 2>/dev/null; }
wait_for 20 serve_ended
let_go
wait "$serve_pid" && status=0 || status=$?
swapra_pid=
expect_eq "exit status after SIGTERM" 0 "$status"
expect_eq "messages" "" "$(cat "$serve_err")"
expect_nothing_left
