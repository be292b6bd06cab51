// SPDX-License-Identifier: GPL-2.0-only
/*
 * Trying bpf(). No file tells what a lockdown, an LSM or a seccomp filter will
 * answer; the smallest objects of each kind do. Nothing is attached.
 */
#include "privilege.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <unistd.h>

/* Close what was made. Returns 0, or the positive errno of a failure. */
static int outcome(int fd)
{
	if (fd < 0)
		return -fd;
	close(fd);
	return 0;
}

static int try_map(enum bpf_map_type type, __u32 key_bytes, __u32 value_bytes,
		   __u32 max_entries)
{
	return outcome(bpf_map_create(type, "swapra_probe", key_bytes,
				      value_bytes, max_entries, NULL));
}

/*
 * Reads kernel memory, as the programs of both backends do: lockdown takes away
 * this helper, not the program type.
 */
static const struct bpf_insn program[] = {
	{ .code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = BPF_REG_1, .src_reg = BPF_REG_10 },
	{ .code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = BPF_REG_1, .imm = -8 },
	{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_2, .imm = 8 },
	{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_3, .imm = 0 },
	{ .code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_probe_read_kernel },
	{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = 0 },
	{ .code = BPF_JMP | BPF_EXIT },
};

static int try_program(enum bpf_prog_type type,
		       struct bpf_prog_load_opts *options)
{
	return outcome(bpf_prog_load(type, "swapra_probe", "GPL", program,
				     sizeof(program) / sizeof(program[0]),
				     options));
}

static int try_fentry(int btf_id)
{
	LIBBPF_OPTS(bpf_prog_load_opts, options,
		.expected_attach_type = BPF_TRACE_FENTRY,
		.attach_btf_id = btf_id);

	if (!btf_id)
		return ENOENT;
	return try_program(BPF_PROG_TYPE_TRACING, &options);
}

void privilege__try_bpf(struct privilege *privilege, const struct kernel *kernel)
{
	privilege->map_error = try_map(BPF_MAP_TYPE_ARRAY, 4, 8, 1);
	privilege->ringbuf_error =
		try_map(BPF_MAP_TYPE_RINGBUF, 0, 0, sysconf(_SC_PAGESIZE));
	privilege->kprobe_error = try_program(BPF_PROG_TYPE_KPROBE, NULL);
	privilege->fentry_error =
		try_fentry(kernel->hooks[HOOK_SWAP_READ_FOLIO].btf_id);
}
