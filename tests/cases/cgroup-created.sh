# SPDX-License-Identifier: GPL-2.0-only
# summary: a cgroup that is created while the tracer runs has a row and a name
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on disk 128
zswap_on zstd
trace_begin
cgroup_new later
work later --size 4 --content mixed pageout 'touch seq' verify
trace_end
expect_exact later
expect_more "pages" 1024 "$(row later pages.total)"
id=$(stat -c %i /sys/fs/cgroup/later)
expect_eq "name" /later "$(jqget ".cgroups[] | select(.id == $id) | .cgroup" "$counters/record")"
