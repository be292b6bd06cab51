#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Prints layout.h: what the stock iaa_crypto.ko says of the structures it shares with idxd.ko.
#   layout.sh IAA_CRYPTO.KO VMLINUX
# The members in `wanted` lie where that module's own BTF has them; what is between them is
# padding. Also printed: size and CRC of that BTF, by which the driver that runs is compared with
# the one that was read here, and the symbol versions that it expects of idxd.ko.
set -eu

driver=$1
vmlinux=$2

wanted='
idxd_dev conf_dev type
idxd_device_driver desc_complete drv
idxd_driver_data name_prefix type compl_size align
idxd_wq idxd_dev idxd id type client_count wq_lock size state flags num_descs descs name
idxd_wq max_xfer_bytes driver_name
idxd_device idxd_dev data state id pdev dev_lock wqs max_engines max_wqs max_wq_size
crypto_ctx req tfm compress
idxd_desc iax_hw desc_dma iax_completion compl_dma crypto id cpu wq
aecs_comp_table_record num_output_accum_bits output_accum ll_sym d_sym
'
# In an order in which each is known before it is a member.
types=idxd_dev_type,idxd_type,idxd_wq_type,idxd_wq_state,idxd_device_state
types=$types,idxd_complete_type,idxd_dev,idxd_device_driver,idxd_driver_data,idxd_wq,idxd_device
types=$types,crypto_ctx,idxd_desc,aecs_comp_table_record

die() {
	echo "layout.sh: $driver: $*" >&2
	exit 1
}

# pahole's warnings are about what other types it could not read; a type that is missing is found below.
print_types() {
	pahole -F btf --btf_base="$vmlinux" -C "$types" "$driver" 2>/dev/null
}

# Of pahole's output the wanted members, at their places, and a check of each.
shape() {
	awk -v wanted="$wanted" -v types="$types" '
		BEGIN {
			nr_lines = split(wanted, lines, "\n")
			for (i = 1; i <= nr_lines; i++) {
				nr = split(lines[i], words, " ")
				for (j = 2; j <= nr; j++) { want[words[1], words[j]] = 1; nr_wanted++ }
			}
		}
		function is_wanted(text,    name) {
			name = text
			sub(/\[[0-9]+\]$/, "", name)
			sub(/\)\(.*/, "", name) # a pointer to a function
			sub(/.*[ *]/, "", name)
			member = name
			return (type, name) in want
		}
		function pad(to) {
			if (to > end)
				printf "\tunsigned char pad_%d[%d];\n", end, to - end
			if (to < end) { print "members of " type " overlap" > "/dev/stderr"; exit 1 }
		}
		/^enum / { in_enum = 1 }
		in_enum { print; if (/^};/) { in_enum = 0; print ""; nr_types++ } next }
		/^struct [a-z_]+ {$/ { type = $2; end = 0; print "struct " type " {"; next }
		/^\t\/\* size: [0-9]+,/ {
			match($0, /size: [0-9]+/)
			size = substr($0, RSTART + 6, RLENGTH - 6)
			next
		}
		/^}/ && type {
			pad(size)
			print "};"
			printf "static_assert(sizeof(struct %s) == %d);\n%s\n", type, size, asserts
			type = asserts = ""
			nr_types++
			next
		}
		type && /;.*\/\* +[0-9]+ +[0-9]+ \*\// {
			text = $0
			sub(/;.*/, "", text)
			if (!is_wanted(text))
				next
			match($0, /\/\* +[0-9]+ +[0-9]+ \*\//)
			split(substr($0, RSTART + 2), place, " ")
			pad(place[1])
			gsub(/[ \t]+/, " ", text)
			printf "\t%s;\n", substr(text, 2)
			asserts = asserts sprintf("static_assert(offsetof(struct %s, %s) == %d);\n", type, member, place[1]) \
				sprintf("static_assert(sizeof_field(struct %s, %s) == %d);\n", type, member, place[2])
			end = place[1] + place[2]
			nr_found++
		}
		END {
			if (nr_types != split(types, all, ","))
				print "its BTF lacks a type" > "/dev/stderr"
			else if (nr_found != nr_wanted)
				print "its BTF lacks a member" > "/dev/stderr"
			else
				exit 0
			exit 1
		}'
}

# gzip ends with the CRC-32 and the size of what went in, which spares a program of our own.
print_btf() {
	objcopy -O binary --only-section=.BTF --set-section-flags .BTF=alloc "$driver" "$btf"
	[ -s "$btf" ] || die "has no BTF"
	# shellcheck disable=SC2046 # two numbers
	set -- $(gzip -c "$btf" | tail -c 8 | od -A n -t u4)
	printf '#define DRIVER_BTF_CRC %#xU\n#define DRIVER_BTF_SIZE %dU\n\n' "$1" "$2"
}

print_versions() { # a kernel without MODVERSIONS expects none
	readelf -S -W "$driver" | grep -q ' __versions ' || return 0
	modprobe --dump-modversions "$driver" | awk '$2 ~ /^idxd_/ { print "#define CRC_" $2 " " $1 }'
}

btf=$(mktemp)
trap 'rm -f "$btf"' EXIT
echo '/* SPDX-License-Identifier: GPL-2.0-only */'
echo '/* Made by layout.sh from the stock iaa_crypto.ko. */'
echo
print_btf
echo 'struct idxd_desc;'
print_types | shape || die "cannot be read by pahole"
print_versions
