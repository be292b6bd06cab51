# SPDX-License-Identifier: GPL-2.0-only
# summary: two minutes after cgroups are removed the kernel's tables have room for others again, and no count is lost
# set: long
# limit: 420
. /lib/case.sh
. /lib/serve.sh
. /lib/swapin.sh
. /lib/exporter.sh

swap_on disk 128
zswap_on zstd
cgroup_new stays
serve_start --web.listen-address "$exporter_address"
scrape before
trace_begin

# What a map holds that belongs to removed cgroups. No work is going on: to read a map this way
# keeps probes from running.
rows() { # MAP
	bpftool -j map dump name "$1" >dump || die "bpftool map dump name $1"
	jq -r '[.[] | .formatted | .key | if type == "object" then .cgroup else . end] | sort | .[]' \
		dump >keys
	grep -cxFf removed keys || true
}

removed() { # CGROUP
	stat -c %i "/sys/fs/cgroup/$1" >>removed
	wait_for 30 rmdir "/sys/fs/cgroup/$1"
}

new_cgroups() { # PREFIX
	for number in 1 2 3 4 5; do
		cgroup_new "$1$number"
		work "$1$number" --size 1 pageout 'touch seq' verify
	done
	work stays --size 1 pageout 'touch random=1 100' verify
}

: >removed
new_cgroups first
trace_end
scrape first
expect_exact
expect_told first
for number in 1 2 3 4 5; do
	removed "first$number"
done
scrape last
expect_grown first last
expect_eq "rows of removed cgroups" 5 "$(rows cgroups)"
expect_eq "rows of their uses" 5 "$(rows use_index)"
places=$(jq '[.[].formatted.value] | max' dump)

# Each scrape gives back what has been quiet for a minute.
given_back() {
	scrape now
	expect_grown last now
	mv now last
	[ "$(rows cgroups)" -eq 0 ] && [ "$(rows use_index)" -eq 0 ]
}

wait_for 200 given_back
expect_eq "cgroups whose counts are in (removed)" 5 "$(metric last swapra_cgroups 'series="removed"')"
expect_eq "faults of removed cgroups" "$(metric first swapra_faults_total 'cgroup="/first')" \
	"$(metric last swapra_faults_total 'cgroup="(removed)"')"
for loss in missed_runs losses; do
	expect_eq "$loss" 0 "$(metric last swapra_${loss}_total)"
done

# Others take the places, and are counted as if nobody had been there before.
mv last before
trace_begin
new_cgroups second
trace_end
scrape after
expect_exact
expect_told after
expect_row_told after second1 'cgroup="/second1"'
expect_grown before after
expect_eq "rows of removed cgroups" 0 "$(rows use_index)"
expect_eq "places of uses" "$places" "$(jq '[.[].formatted.value] | max' dump)"
serve_end
