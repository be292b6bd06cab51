# SPDX-License-Identifier: GPL-2.0-only
# summary: IAA's driver comes and goes twenty times under traffic and one trace, which counts all of it
# limit: 600
# set: long
# kernels: 6.12-bpo 6.12
. /lib/case.sh
. /lib/iaafault.sh
. /lib/idxdreload.sh

# Only where all hooks of the trace are kprobes may the driver go; 7.x has other ones.
iaa_is_fresh() { [ "$(wc -l <"$OUT")" -ge "$fresh" ]; }

# A line that was begun before the driver came tells of the one before.
idxd_before_bind() {
	fresh=$(($(wc -l <"$OUT") + 2))
	wait_for 30 iaa_is_fresh
	wait_for 30 iaa_attached
}

# The device's counters end with the driver.
rounds=0
idxd_before_unload() {
	cat "$idxd_proc/counters" >>counters.all
	rounds=$((rounds + 1))
}

device() { # OPERATION NAME
	awk -v operation="$1" -v name="$2" \
		'$1 == "total" && $2 == operation && $3 == name { sum += $4 } END { print sum + 0 }' counters.all
}

trace_begin --view iaa --backend kprobe -i 1
idxd_reload 20
trace_end
for operation in compress decompress verify; do
	for name in submitted bytes_in bytes_out refused; do
		expect_eq "$operation $name" "$(device $operation $name)" "$(iaa_total $operation.$name)"
	done
	expect_eq "$operation success" "$(device $operation status.01)" "$(iaa_total $operation.success)"
done
expect_eq "rounds" 20 "$rounds"
expect_eq "in flight" 0 "$(iaa_total in_flight.now)"
for loss in missed_total iaa_no_room iaa_no_queue iaa_no_cgroup iaa_unclosed; do
	expect_eq "losses.$loss" 0 "$(row losses $loss)"
done
