# SPDX-License-Identifier: GPL-2.0-only
# summary: what the exporter tells of IAA equals the device's own counters and `swapra trace --view iaa`
# set: long
# limit: 180
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/serve.sh
. /lib/swapin.sh
. /lib/idxd.sh
. /lib/idxdswap.sh
. /lib/iaa.sh
. /lib/exporter.sh

is_attached() {
	scrape attached
	[ "$(metric attached swapra_iaa_attached)" = 1 ]
}

# Of each queue and operation, in the words of the device, since the scrape `before`.
told_of_device() { # NAME
	awk '
		BEGIN {
			word["operations"] = "submitted"; word["successful_operations"] = "status.01"
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
		expect_eq "$call: calls in the histogram" "$(iaa_call $call calls)" \
			"$(grown "$1" swapra_iaa_call_seconds_count "call=\"$call\"")"
	done
}

expect_pages() { # NAME ROW [LABEL]
	for pair in device:device fallback:software other:other; do
		expect_eq "$2: pages by ${pair#*:}" "$(iaa_pages "$2" "${pair%:*}")" \
			"$(grown "$1" swapra_iaa_pages_total "by=\"${pair#*:}\"" ${3:+"$3"})"
	done
}

idxd_load_mode sync 1 devices=2 wqs=2
cgroup_new other
serve_start --iaa --web.listen-address $exporter_address
wait_for 30 is_attached
scrape before
iaa_begin
work work --size 4 --threads 2 --write pageout 'touch seq' pageout 'touch random=1' verify
work other --size 2 pageout 'touch reverse' verify
iaa_finish
scrape after
iaa_expect_exact
told_of_device after >told
expect_eq "what the device counted, and the exporter" "" "$(diff iaa.device told)"
expect_more "queues and operations told" 20 "$(wc -l <told)"
expect_calls after
expect_pages after total
for name in work other; do
	expect_pages after $name "cgroup=\"/$name\""
	expect_more "$name: pages by the device" 512 "$(iaa_pages $name device)"
done
expect_eq "failed operations" 0 "$(grown after swapra_iaa_failed_operations_total)"
expect_eq "operations in the histogram" "$(grown after swapra_iaa_successful_operations_total)" \
	"$(grown after swapra_iaa_operation_seconds_count)"
expect_eq "losses" 0 "$(metric after swapra_losses_total)"
expect_grown before after
serve_end
idxd_end
