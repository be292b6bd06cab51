# SPDX-License-Identifier: GPL-2.0-only
# summary: swapra policy set, list, clear: what they do, and what they say when they cannot
# limit: 300
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh

cgroup_new a
set_to /sys/fs/cgroup/a/cgroup.subtree_control +memory
cgroup_new a/b
id=$(cgroup_id a)

# Without the module.
no_policy 3 "kernel module 'swapra': cannot use: ENOENT" set a off
expect_eq "how to load it" 1 "$(grep -c 'hint: .*modprobe swapra' err)"
no_policy 3 'modprobe swapra' list
no_policy 2 "'x' is none of off" set a x
no_policy 2 "1 to 32" set a window=33
no_policy 2 'CGROUP POLICY' set a
no_policy 2 'unknown' nonsense
no_policy 2 'unknown' list --nonsense
for help in '' list set clear apply check; do
	policy ${help:+"$help"} --help
	expect_eq "help on '$help': widest line" "" "$(awk 'length > 80' out)"
done
modprobe swapra || die "swapra.ko: cannot be loaded"

policy list
expect_eq "no policy" "No cgroup has a policy." "$(cat out)"

# The first policy sets the hooks. 7.3 refuses to switch ftrace off.
if echo 0 2>/dev/null >/proc/sys/kernel/ftrace_enabled; then
	no_policy 1 "policy of cgroup '/a': cannot attach: EBUSY" set a off
	expect_eq "why" 1 "$(grep -c 'hint: .*kernel.ftrace_enabled' err)"
	set_to /proc/sys/kernel/ftrace_enabled 1
	policy list
	expect_eq "what became of the hook" 1 \
		"$(grep -c '^hook swapin_readahead: none: EBUSY' out)"
fi

# A policy and what inherits it.
policy set a window=16,after
expect_eq "own" "window=16,after /a" "$(policy_of /a)"
expect_eq "inherited" "window=16,after /a" "$(policy_of /a/b)"
expect_eq "none" "null null" "$(policy_of /)"
expect_eq "the module's name for it" 1 "$(grep -c "^policy cgroup=$id name=window=16,after link=" /proc/swapra)"
expect_eq "pin" "$id" "$(pinned)"
policy list
expect_eq "listed though it never faulted" 1 "$(grep -c '^/a  *window=16,after  *-  *0 ' out)"
expect_eq "widest line" "" "$(awk 'length > 79' out)"

# Replacing keeps the link: there is no moment without a policy.
link=$(swapra policy list --json a | jq '.cgroups[0].link')
policy set /a off
expect_eq "replaced" "off /a" "$(policy_of /a)"
expect_eq "link after replacing" "$link" "$(swapra policy list --json a | jq '.cgroups[0].link')"
policy set /sys/fs/cgroup/a/b kernel
expect_eq "exempted" "kernel /a/b" "$(policy_of /a/b)"

# Verdicts are counted where they were made.
swap_on disk 128
zswap_on zstd
cgroup_new work
policy set work window=4
work work --size 4 pageout 'touch seq' verify
policy list work --json
expect_eq "verdicts of work" true "$(jq '.cgroups[0] | .sized > 0 and .verdicts == .kernel + .single + .sized' out)"
policy clear work
expect_eq "cleared" "null null" "$(policy_of /work)"
no_policy 1 "policy of cgroup '/work': cannot clear: ENOENT" clear work

# Objects of one's own.
policy set a /policies/nameless.bpf.o,low=2,flag=0
expect_eq "named after its file" "nameless /a" "$(policy_of /a)"
no_policy 1 "setting 'hihg': cannot find: ENOENT" set a /policies/nameless.bpf.o,hihg=1
expect_eq "settings there are" 1 "$(grep -c 'hint: .*low, flag' err)"
no_policy 1 'ERANGE' set a /policies/nameless.bpf.o,low=128
no_policy 1 "'/nowhere.bpf.o': cannot read: ENOENT" set a /nowhere.bpf.o
mkdir dir.o
no_policy 1 'cannot read: EISDIR' set a ./dir.o
no_policy 1 'more than one struct swapra_ops' set a /policies/two.bpf.o
no_policy 1 'no struct swapra_ops' set a /policies/notype.bpf.o
no_policy 1 'ABI 999' set a /policies/future.bpf.o
no_policy 1 'SWAPRA_ABI is missing' set a /policies/noabi.bpf.o
no_policy 1 'verifier: .*swapra_fault is read-only' set a /policies/badwrite.bpf.o
expect_eq "lines of a refusal are few" 1 "$(($(wc -l <err) <= 8))"
run swapra policy set --verbose a /policies/badwrite.bpf.o
expect_eq "the verifier's log" 1 "$(grep -c 'BEGIN PROG LOAD LOG' err)"
echo junk >junk.bpf.o
no_policy 1 'cannot use its object: ENOEXEC' set a ./junk.bpf.o
no_policy 1 'cannot replace: EINVAL' set a /policies/badname.bpf.o
expect_eq "after so many refusals" "nameless /a" "$(policy_of /a)"

# Cgroups.
no_policy 1 "cgroup 'nowhere': cannot find: ENOENT" set nowhere off
cgroup_new a/b/bare
no_policy 1 "cgroup '/a/b/bare': cannot find the memory controller" set a/b/bare off
expect_eq "what to do" 1 \
	"$(grep -c '^hint: echo +memory >/sys/fs/cgroup/a/b/cgroup.subtree_control' err)"
rmdir /sys/fs/cgroup/a/b/bare


# Permissions, and where links are pinned.
run unprivileged swapra policy set a off
expect_failed "set without privileges" 1 CAP_SYS_ADMIN
run unprivileged swapra policy list
expect_eq "list without privileges: exit status" 0 "$status"
run unshare -m sh -c 'umount -l /sys/fs/bpf && exec swapra policy set a off'
expect_failed "no bpffs" 1 "BPF file system '/sys/fs/bpf': cannot find"
expect_eq "how to get it" 1 "$(grep -c '^hint: mount -t bpf' err)"
chmod 777 "$pins"
no_policy 1 "directory '$pins': cannot trust: EPERM" set a off
chmod 700 "$pins"

# A policy that somebody else attached.
cgroup_new other
other=$(cgroup_id other)
policy set other /policies/trivial.bpf.o
mv "$pins/$other" /sys/fs/bpf/theirs || die "a pin cannot be renamed"
no_policy 1 "policy of cgroup '/other': cannot change: EEXIST" set other off
expect_eq "the way out" 1 "$(grep -c 'hint: .*bpftool link detach id [0-9]' err)"
no_policy 1 EEXIST clear other
rm /sys/fs/bpf/theirs
is_detached() { ! grep -q "^policy cgroup=$1 " /proc/swapra; }
wait_for 30 is_detached "$other"

# A removed cgroup takes its policy along; the next command removes its pin.
policy set other off
rmdir /sys/fs/cgroup/other
wait_for 30 is_detached "$other"
run swapra policy set a off
expect_eq "after a removal: exit status" 0 "$status"
expect_eq "the pin that is left" 1 "$(grep -c "pin '$pins/$other': removed: its cgroup is gone" err)"
expect_eq "pins" "$(cgroup_id a) $(cgroup_id a/b)" "$(pinned)"

# Two at once: one waits for the other. A killed one leaves the old or the new policy.
for round in 1 2 3 4; do
	swapra policy set a window=$round &
	swapra policy set a/b window=$round,after &
	swapra policy set a off &
	killed=$!
	usleep $((round * 100000))
	kill -9 $killed 2>/dev/null
	wait
	case $(policy_of /a) in
	"window=$round /a" | "off /a") ;;
	*) expect_eq "a after round $round" "window=$round or off" "$(policy_of /a)" ;;
	esac
	expect_eq "b after round $round" "window=$round,after /a/b" "$(policy_of /a/b)"
done
policies_end
