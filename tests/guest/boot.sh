# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shares its variables with run
# One guest: QEMU's command line, and reading the agent's records until the guest
# is done or dead. Sourced by run, after common.sh and image.sh.

qemu_pid=
needed_disk= # the image of the read-only /dev/vdc, if the cases need one
work= # temporary directory of this kernel's run: initrd, disks, streams

accel_options() {
	if [ "$icount" = 1 ]; then
		printf '%s\n' -accel tcg,thread=single -icount shift=0,sleep=off -smp 1 \
			-cpu max,rdrand=off,rdseed=off -rtc base=2026-01-01,clock=vm
	else
		printf '%s\n' -accel tcg,thread=multi -cpu max -smp "$1"
	fi
}

# Slow emulation on a busy host is no stall; a panic ends the guest.
kernel_arguments() { # QUIET BOOT-OPTIONS
	local more=
	[ "$icount" = 0 ] || more='nokaslr norandmaps'
	echo "console=ttyS0 loglevel=$1 rootfstype=ramfs panic=-1 log_buf_len=4M" \
		"rcupdate.rcu_cpu_stall_timeout=120 watchdog_thresh=60 random.trust_cpu=on" \
		"$more $2 $append"
}

# qemu_command KERNEL-DIR MEMORY CPUS LOGLEVEL BOOT-OPTIONS: fills the array `qemu`.
# Devices that differ between a shell and a run of cases are the caller's.
qemu_command() {
	local disk
	mapfile -t qemu < <(accel_options "$3")
	qemu=(qemu-system-x86_64 -nodefaults -no-user-config -no-reboot -display none "${qemu[@]}"
		-m "$2" -kernel "$1/vmlinuz" -initrd "$work/initrd"
		-append "$(kernel_arguments "$4" "$5")" -device virtio-serial-pci)
	for disk in vda vdb; do
		rm -f "$work/$disk"
		truncate -s 1G "$work/$disk"
		qemu+=(-drive "file=$work/$disk,if=none,id=$disk,format=raw,cache=unsafe"
			-device "virtio-blk-pci,drive=$disk")
	done
}

qemu_needed_disk() {
	[ -z "$needed_disk" ] || qemu+=(-device "virtio-blk-pci,drive=vdc"
		-drive "file=$needed_disk,if=none,id=vdc,format=raw,read-only=on")
}

qemu_port() { # NAME CHARDEV
	qemu+=(-chardev "$2" -device "virtserialport,chardev=$1,name=swapra.$1")
}

# start_guest KERNEL-DIR MEMORY CPUS BOOT-OPTIONS: records can be read from fd
# $records; it ends when QEMU does.
start_guest() {
	qemu_command "$1" "$2" "$3" 6 "$4"
	qemu_needed_disk
	qemu+=(-chardev "file,id=console,path=$out/console.log,append=on" -serial chardev:console)
	qemu_port ctl file,id=ctl,path=/dev/stdout,append=on
	qemu_port out "file,id=out,path=$out_stream,append=on"
	qemu_port data "file,id=data,path=$work/data,append=on"
	[ -n "$script" ] || : >"$out_stream"
	: >"$work/data"
	exec {records}< <(exec "${qemu[@]}" 2>"$work/qemu.log" </dev/null)
	qemu_pid=$!
}

stop_guest() {
	[ -n "$qemu_pid" ] || return 0
	kill -KILL "$qemu_pid" 2>/dev/null || true
	[ -z "${records:-}" ] || cat <&"$records" >/dev/null
	exec {records}<&-
	qemu_pid=
}

# slice FILE FROM TO: these bytes of it
slice() { tail -c "+$(($2 + 1))" "$1" | head -c "$(($3 - $2))"; }

save_output() { # CASE FROM TO
	[ -n "$script" ] || slice "$out_stream" "$2" "$3" >"$out/$1/output"
}

# Why a guest died, as the console tells it.
death_cause() {
	local cause
	cause=$(tail -c "+$((console_start + 1))" "$out/console.log" | tr -d '\r' |
		grep -a -m 1 -o -E '(Kernel panic|BUG:|Oops|general protection|WARNING:).*' || true)
	[ -n "$cause" ] || cause=$(tail -n 1 "$work/qemu.log")
	printf '%s\n' "$cause"
}

# The case that ran when the guest died gets the end of the console as its output.
record_crash() { # CASE REASON
	save_output "$1" "$case_start" "$(stat -c %s "$out_stream" 2>/dev/null || echo 0)"
	{
		echo "guest: $2; the end of its console:"
		tail -c "+$((console_start + 1))" "$out/console.log" | tr -d '\r' | tail -n 40
	} >>"$out/$1/output"
	record_result "$1" crash "$((SECONDS - case_clock))" 1 "$2"
}

# handle_record WORD ARGUMENTS…: sets `current` to the running case, `ended` when all is said.
handle_record() {
	local file
	case $1 in
	hello)
		[ "$verbose" = 0 ] || say "guest $kernel: Linux $2 up after $3 s"
		greeted=1
		patience=$silence
		;;
	boot-splat) boot_splat="${*:2}" ;;
	case-begin)
		current=$2
		case_start=$3
		case_clock=$SECONDS
		rm -rf "${out:?}/$2"
		mkdir -p "$out/$2"
		;;
	note) say "note $kernel $2: ${*:3}" ;;
	file)
		file=$(basename "$3")
		slice "$work/data" "$4" "$(($4 + $5))" >"$out/$2/$file"
		;;
	case-end)
		save_output "$2" "$case_start" "$5"
		record_result "$2" "$3" "$4" "$6" "${*:7}"
		current=
		;;
	stop | bye) ended=$1 ;;
	esac
}

# read_records: until QEMU ends. Leaves in `death` why, if it was no proper end.
read_records() {
	local line status words patience=120
	current='' ended='' death='' greeted=''
	while true; do
		status=0
		IFS= read -r -t "$patience" line <&"$records" || status=$?
		if [ "$status" -gt 128 ]; then
			death="silent for $patience s"
			break
		elif [ "$status" -ne 0 ]; then
			[ -n "$ended" ] || death="QEMU ended: $(death_cause)"
			break
		fi
		read -r -a words <<<"$line"
		handle_record "${words[@]}"
	done
	stop_guest
}
