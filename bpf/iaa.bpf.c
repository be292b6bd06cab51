// SPDX-License-Identifier: GPL-2.0-only
/*
 * IAA: what the driver asks its devices for and what becomes of it. An object of its own,
 * since it needs the BTF of iaa_crypto.ko to be loaded at all.
 *
 *   submit        idxd_submit_desc() begins an operation; if it fails there was none
 *   descriptor    idxd_free_desc() ends one that the driver polled for, its completion
 *                 record still being valid; iaa_desc_complete() one with an interrupt
 *   call          iaa_comp_acompress(), iaa_comp_adecompress(): what zswap asked for; where
 *                 they return -EINPROGRESS the return of iaa_desc_complete() is their end
 *   fallback      deflate_generic_*(): the driver does it by software
 *   load          zswap_load(): whose page it was
 */
#include "iaa_calls.bpf.h"

#define __VMLINUX_H__ /* bpf_tracing.h: pt_regs is the kernel's, not the UAPI's */
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

#define ENTRY(name, function, ...) \
	SEC("fentry/" function) int fentry_##name(__u64 *ctx) { __VA_ARGS__; return 0; }
#define KPROBE(name, function, ...) \
	SEC("kprobe/" function) int kprobe_##name(struct pt_regs *regs) { __VA_ARGS__; return 0; }
#define EXIT(name, function, ...) \
	SEC("fexit/" function) int fentry_##name(__u64 *ctx) { __VA_ARGS__; return 0; }
#define KRETPROBE(name, function, ...) \
	SEC("kretprobe/" function) int kprobe_##name(struct pt_regs *regs) { __VA_ARGS__; return 0; }

ENTRY(submit_begin, "idxd_submit_desc", submit_begin((void *)ctx[0], (void *)ctx[1]))
EXIT(submit_end, "idxd_submit_desc", submit_end(ctx[2]))
ENTRY(free, "idxd_free_desc", operation_end((void *)ctx[1]))
ENTRY(complete_begin, "iaa_desc_complete", complete_begin((void *)ctx[0]))
EXIT(complete_end, "iaa_desc_complete", complete_end())
ENTRY(compress_begin, "iaa_comp_acompress", call_begin(ctx[0], SWAPRA_IAA_CALL_COMPRESS))
EXIT(compress_end, "iaa_comp_acompress", call_end(SWAPRA_IAA_CALL_COMPRESS, ctx[1]))
ENTRY(decompress_begin, "iaa_comp_adecompress", call_begin(ctx[0], SWAPRA_IAA_CALL_DECOMPRESS))
EXIT(decompress_end, "iaa_comp_adecompress", call_end(SWAPRA_IAA_CALL_DECOMPRESS, ctx[1]))
ENTRY(software_compress, "deflate_generic_compress", fallback(ctx[0], SWAPRA_IAA_CALL_COMPRESS))
ENTRY(software_decompress, "deflate_generic_decompress", fallback(ctx[0], SWAPRA_IAA_CALL_DECOMPRESS))
ENTRY(load_begin, "zswap_load", load_begin((void *)ctx[0]))
EXIT(load_end, "zswap_load", load_end(ctx[1]))

SEC("syscall") int leave(void *ctx) { bpf_loop(nr_leaving, leave_one, NULL, 0); return 0; }

KPROBE(submit_begin, "idxd_submit_desc",
       submit_begin((void *)PT_REGS_PARM1(regs), (void *)PT_REGS_PARM2(regs)))
KRETPROBE(submit_end, "idxd_submit_desc", submit_end(PT_REGS_RC(regs)))
KPROBE(free, "idxd_free_desc", operation_end((void *)PT_REGS_PARM2(regs)))
KPROBE(complete_begin, "iaa_desc_complete", complete_begin((void *)PT_REGS_PARM1(regs)))
KRETPROBE(complete_end, "iaa_desc_complete", complete_end())
KPROBE(compress_begin, "iaa_comp_acompress", call_begin(PT_REGS_PARM1(regs), SWAPRA_IAA_CALL_COMPRESS))
KRETPROBE(compress_end, "iaa_comp_acompress", call_end(SWAPRA_IAA_CALL_COMPRESS, PT_REGS_RC(regs)))
KPROBE(decompress_begin, "iaa_comp_adecompress",
       call_begin(PT_REGS_PARM1(regs), SWAPRA_IAA_CALL_DECOMPRESS))
KRETPROBE(decompress_end, "iaa_comp_adecompress",
	  call_end(SWAPRA_IAA_CALL_DECOMPRESS, PT_REGS_RC(regs)))
KPROBE(software_compress, "deflate_generic_compress",
       fallback(PT_REGS_PARM1(regs), SWAPRA_IAA_CALL_COMPRESS))
KPROBE(software_decompress, "deflate_generic_decompress",
       fallback(PT_REGS_PARM1(regs), SWAPRA_IAA_CALL_DECOMPRESS))
KPROBE(load_begin, "zswap_load", load_begin((void *)PT_REGS_PARM1(regs)))
KRETPROBE(load_end, "zswap_load", load_end(PT_REGS_RC(regs)))
