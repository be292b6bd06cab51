# SPDX-License-Identifier: GPL-2.0-only
# summary: swapra policy apply and check: a file is the whole truth, all of it or nothing
# limit: 300
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh

for cgroup in db batch old; do cgroup_new $cgroup; done
modprobe swapra || die "swapra.ko: cannot be loaded"

plan() { cat >plan.conf; }
expect_line() { # WHAT PATTERN: of the last run
	expect_eq "$1" 1 "$(grep -c "$2" out)"
}

# The first time, then once more, then something else.
plan <<-'END'
	# everything
	[/db]
	policy = off
	[batch]
	policy = window=16,after ; it reads in order
	[old]
	policy = kernel
END
policy check plan.conf
expect_eq "checking attaches nothing" 0 "$(nr_attached)"
policy apply --dry-run plan.conf
expect_line "dry run" '^add  *  /batch  window=16,after$'
expect_eq "a dry run attaches nothing" 0 "$(nr_attached)"
policy apply plan.conf
expect_line "added" '^added  *  /db  off$'
expect_eq "attached" 3 "$(nr_attached)"
policy apply plan.conf
expect_eq "unchanged" 3 "$(grep -c '^unchanged' out)"
cp /policies/trivial.bpf.o .
plan <<-'END'
	[db]
	policy = window=4
	[batch]
	policy = window=16,after
	[/]
	policy = trivial.bpf.o
END
policy apply --dry-run --keep plan.conf
expect_eq "kept" 0 "$(grep -c /old out)"
policy apply plan.conf
expect_line "replaced" '^replaced  *  /db  off -> window=4$'
expect_line "cleared" '^cleared  *  /old  kernel$'
expect_line "unchanged" '^unchanged  */batch'
expect_eq "old" "trivial /" "$(policy_of /old)"
expect_eq "db" "window=4 /db" "$(policy_of /db)"

# All or nothing, whichever step fails.
state() { grep '^policy ' /proc/swapra | sort; pinned; }
before=$(state)
unchanged() { expect_eq "$1: nothing changed" "$before" "$(state)"; }
plan <<-'END'
	[db]
	policy = off
	[old]
	policy = /policies/badwrite.bpf.o
END
no_policy 1 'nothing was changed: all policies are as they were' apply plan.conf
unchanged "verifier"
no_policy 1 "file 'plan.conf': line 3: the policy of \[old\]" check plan.conf

# What the module refuses comes late: then something was replaced, cleared and added.
cgroup_new new
cgroup_new zz
plan <<-'END'
	[batch]
	policy = off
	[/]
	policy = trivial.bpf.o
	[new]
	policy = kernel
	[zz]
	policy = /policies/badname.bpf.o
END
no_policy 1 "policy of cgroup '/zz': cannot attach: EINVAL" apply plan.conf
expect_eq "it says so" 1 "$(grep -c '^swapra: nothing was changed' err)"
expect_eq "batch, once replaced" "window=16,after /batch" "$(policy_of /batch)"
expect_eq "db, once cleared" "window=4 /db" "$(policy_of /db)"
expect_eq "new, once added" "trivial /" "$(policy_of /new)"
unchanged "module"

# Pins cannot be made or removed.
printf '[batch]\npolicy = off\n[db]\npolicy = off\n' >clear.conf
printf '[batch]\npolicy = off\n[new]\npolicy = off\n' >add.conf
for what in clear add; do
	run unshare -m sh -c \
		"mount -o remount,bind,ro /sys/fs/bpf && exec swapra policy apply $what.conf"
	expect_failed "$what on a read-only file system" 1 'EROFS'
	expect_eq "$what: it says so" 1 "$(grep -c '^swapra: nothing was changed' err)"
	unchanged "$what on a read-only file system"
done

plan <<-'END'
	[db]
	policy = off
	[nowhere]
	policy = off
END
no_policy 1 "cgroup 'nowhere': cannot find: ENOENT" apply plan.conf
unchanged "cgroup"
plan <<-'END'
	[db]
	policy = off
	[/sys/fs/cgroup/db]
	policy = kernel
END
no_policy 1 "line 3: \[/sys/fs/cgroup/db\] is the cgroup of line 1" apply plan.conf

# What is wrong with a file.
wrong() { # PATTERN: the file on stdin
	plan
	no_policy 1 "$1" apply plan.conf
	no_policy 1 "$1" check plan.conf
}
echo 'policy = off' | wrong "line 1: 'policy' stands before"
printf '[db]\ncolor = blue\n' | wrong "line 2: key 'color' is unknown"
printf '[db]\npolicy = off\n[/db]\npolicy = off\n' | wrong 'line 3: \[/db\] is already in line 1'
printf '[db]\n' | wrong 'line 1: \[db\] has no policy'
printf '[db]\npolicy = window=40\n' | wrong "line 2: window '40'.*1 to 32"
no_policy 1 "file 'nowhere': cannot read: ENOENT" apply nowhere
no_policy 1 "cannot read: EISDIR" check .
no_policy 2 'FILE' apply
no_policy 2 'one too many' apply a b
unchanged "bad files"

# Objects alone.
policy check /policies/trivial.bpf.o
no_policy 1 'verifier: ' check /policies/badwrite.bpf.o
unchanged "checks"
policies_end
