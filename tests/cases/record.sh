# SPDX-License-Identifier: GPL-2.0-only
# summary: a record replays to the very reports that were printed live, also when cut off
# limit: 600
. /lib/case.sh
. /lib/record.sh

swap_on disk 128
zswap_on zstd
cgroup_new gone
cgroup_new other
cgroup_new work

# Intervals, all cgroups, one of which goes.
trace_begin -i 0.3 --histogram --record reports
work gone --size 2 pageout 'touch seq'
work work --size 4 --content mixed pageout 'touch seq' pageout 'touch stride=7' verify
wait_for 30 rmdir /sys/fs/cgroup/gone
intervals=$(grep -c '"interval"' "$OUT")
has_one_more() { [ "$(grep -c '"interval"' "$OUT")" -gt "$intervals" ]; }
wait_for 30 has_one_more # in which it is gone
trace_end
expect_exact work
expect_replays reports reports --histogram
expect_eq "mode" 600 "$(stat -c %a reports)"
expect_more "intervals" 2 "$(count 'select(.type == "interval")' out)"

# Any other view of it, without privileges.
chmod 644 reports
run unprivileged swapra trace --replay reports -c work --top 1 --sort faults.total -o csv
expect_eq "csv: exit status" 0 "$status"
expect_eq "csv: cgroups" "(total) /work" "$(awk -F, 'NR > 1 { print $5 }' out | sort -u | paste -s -d ' ' -)"
run swapra trace --replay reports -c /sys/fs/cgroup/nowhere
expect_failed "a cgroup that is not in it" 1 "cgroup '/nowhere': cannot find: ENOENT"
run swapra trace --replay reports --events
expect_failed "events that are not in it" 1 "record 'reports': cannot print events"

# A selection is part of the record.
trace_begin -i 0.3 -c work --record selected
work work --size 2 pageout 'touch seq'
work other --size 1 pageout 'touch seq'
trace_end
expect_replays selection selected
expect_eq "selected rows" /work "$(jq -r '.cgroups[].cgroup' out | sort -u)"
run swapra trace --json --replay selected -c other
expect_eq "selected later" /other "$(jq -r '.cgroups[].cgroup' out | sort -u)"

# Killed: everything up to the last snapshot.
swapra_start -i 0.2 --record killed
work work --size 2 pageout 'touch seq'
has_intervals() { [ "$(grep -c '"interval"' "$OUT")" -ge 5 ]; }
wait_for 30 has_intervals
kill -KILL "$swapra_pid"
wait "$swapra_pid" || true
swapra_pid=
run swapra trace --json --replay killed
expect_eq "killed: exit status" 1 "$status"
expect_eq "killed: message" 1 "$(grep -c "^swapra: record 'killed': cannot read: it ends early, at offset" err)"
expect_eq "killed: last line" total "$(last_type out)"
lines=$(wc -l <"$OUT")
expect_more "killed: intervals" "$lines" "$(grep -c '"interval"' out)"
head -n "$lines" "$OUT" >live
head -n "$lines" out | cmp - live || expect_eq "killed: reports" "those that were printed" others

# A full disk.
mkdir full
mount -t tmpfs -o size=32k none full
swapra_start --events --record full/record
work work --size 8 pageout 'touch seq' pageout 'touch stride=7' pageout 'touch seq'
wait "$swapra_pid" && status=0 || status=$?
swapra_pid=
expect_eq "full: exit status" 1 "$status"
expect_eq "full: message" "swapra: record 'full/record': cannot write: ENOSPC (No space left on device)" \
	"$(grep swapra: "$ERR")"
run swapra trace --json --replay full/record --events
expect_eq "full: exit status of replay" 1 "$status"
expect_eq "full: message of replay" 1 "$(grep -c 'it ends early, at offset' err)"
events=$(count 'select(.type == "event")' out)
expect_more "full: events" 100 "$events"
head -n "$events" "$OUT" >live
head -n "$events" out | cmp - live || expect_eq "full: events" "those that were printed" others
umount full

# What is not written to, and what is replaced.
ln -s target link
run swapra trace -d 0.1 --record link
expect_failed "symbolic link" 1 "record 'link': cannot write: it is a symbolic link"
run swapra trace -d 0.1 --record /dev/null
expect_failed "device" 1 "record '/dev/null': cannot write: it is neither a file nor a pipe"
run swapra trace -d 0.1 --record .
expect_failed "directory" 1 "record '.': cannot write: it is a directory"
ln reports linked
sum=$(md5sum <linked)
run swapra trace -d 0.1 --record reports
expect_eq "replaced: exit status" 0 "$status"
expect_eq "the old one by its other name" "$sum" "$(md5sum <linked)"
