# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases about what the exporter tells of IAA. Needs iaa.sh and exporter.sh.

is_attached() {
	scrape attached
	[ "$(metric attached swapra_iaa_attached)" = 1 ]
}

# Of each queue and operation, in the words of the device, since the scrape `before`.
told_of_device() { # NAME
	awk '
		BEGIN {
			word["operations"] = "submitted"; word["successful_operations"] = "status.01"
			word["failed_operations"] = "failed"
			word["refused_operations"] = "refused"; word["abandoned_operations"] = "abandoned"
			word["read_bytes"] = "bytes_in"; word["written_bytes"] = "bytes_out"
		}
		function label(name) {
			match($0, name "=\"[^\"]*\"")
			return substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 3)
		}
		FNR == 1 { file++ }
		/^swapra_iaa_.*_total\{device=/ {
			family = $1
			sub(/^swapra_iaa_/, "", family)
			sub(/_total.*/, "", family)
			if (!(family in word))
				next
			moved = file == 1 ? -$NF : $NF
			what = label("operation") " " word[family]
			sum[label("queue") " " what] += moved
			sum["total " what] += moved
		}
		END { for (key in sum) if (sum[key]) print key, sum[key] }' before "$1" | sort
}

expect_calls() { # NAME
	for call in compress decompress; do
		for pair in calls:calls asynchronous:asynchronous_calls disabled:disabled_calls \
			failed:failed_calls fallbacks:fallback_calls; do
			expect_eq "$call: ${pair%:*}" "$(iaa_call $call "${pair%:*}")" \
				"$(grown "$1" "swapra_iaa_${pair#*:}_total" "call=\"$call\"")"
		done
		expect_eq "$call: calls without an error, in the histogram" \
			$(($(iaa_call $call calls) - $(iaa_call $call failed))) \
			"$(grown "$1" swapra_iaa_call_seconds_count "call=\"$call\"")"
	done
}

expect_pages() { # NAME ROW [LABEL]
	for pair in device:device fallback:software other:other; do
		expect_eq "$2: pages by ${pair#*:}" "$(iaa_pages "$2" "${pair%:*}")" \
			"$(grown "$1" swapra_iaa_pages_total "by=\"${pair#*:}\"" ${3:+"$3"})"
	done
}

# The exporter does not tell one error from the other.
errors_together() {
	awk '{
			key = $3 ~ /^status/ && $3 != "status.01" ? $1 " " $2 " failed" : $1 " " $2 " " $3
			sum[key] += $4
		}
		END { for (key in sum) print key, sum[key] }' iaa.device | sort
}

expect_device_told() { # NAME
	told_of_device "$1" >told
	errors_together >by_device
	expect_eq "what the device counted, and the exporter" "" "$(diff by_device told)"
	expect_calls "$1"
}
