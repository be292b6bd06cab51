// SPDX-License-Identifier: GPL-2.0-only
/*
 * One descriptor: what it asks for, whether that is allowed, and the buffers. A device
 * that was never registered has no IOMMU, so its DMA addresses are physical ones.
 */
#include "operation.h"

#include <linux/dma-direct.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/zlib.h>

static struct workspace __percpu *workspaces;

static void workspaces_free_parts(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct workspace *workspace = per_cpu_ptr(workspaces, cpu);

		kvfree(workspace->inflate);
		kvfree(workspace->heads);
		kfree(workspace->scratch);
	}
}

void workspaces_exit(void)
{
	workspaces_free_parts();
	free_percpu(workspaces);
}

int workspaces_init(void)
{
	int cpu;

	workspaces = alloc_percpu(struct workspace);
	if (!workspaces)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		struct workspace *workspace = per_cpu_ptr(workspaces, cpu);

		spin_lock_init(&workspace->lock);
		workspace->inflate = kvmalloc(zlib_inflate_workspacesize(), GFP_KERNEL);
		workspace->heads = kvcalloc(WORKSPACE_HEADS, sizeof(u32), GFP_KERNEL);
		workspace->scratch = kmalloc(PAGE_SIZE, GFP_KERNEL);
		if (!workspace->inflate || !workspace->heads || !workspace->scratch) {
			workspaces_exit();
			return -ENOMEM;
		}
	}
	return 0;
}

/* The lock, because a task may move to another CPU between the two lines. */
struct workspace *workspace_get(void)
{
	struct workspace *workspace = raw_cpu_ptr(workspaces);

	spin_lock_bh(&workspace->lock);
	return workspace;
}

void workspace_put(struct workspace *workspace)
{
	spin_unlock_bh(&workspace->lock);
}

enum sim_op operation_kind(const struct iax_hw_desc *hw)
{
	switch (hw->opcode) {
	case IAX_OPCODE_COMPRESS:
		return SIM_COMPRESS;
	case IAX_OPCODE_DECOMPRESS:
		return hw->decompr_flags & DECOMPRESS_SUPPRESS_OUTPUT ? SIM_VERIFY : SIM_DECOMPRESS;
	}
	return SIM_OTHER;
}

static void *address(struct sim_device *device, u64 dma)
{
	return phys_to_virt(dma_to_phys(&device->pdev.dev, dma));
}

static void run_compress(struct sim_device *device, const struct iax_hw_desc *hw,
			 const struct sim_buffers *buffers, struct iax_completion_record *result)
{
	if (!(hw->flags & IDXD_OP_FLAG_RD_SRC2_AECS))
		result->status = IAX_COMP_INVALID_FLAGS;
	else if (hw->src2_size != sizeof(struct aecs_comp_table_record))
		result->status = IAX_COMP_INVALID_SIZE;
	else
		encode(buffers, address(device, hw->src2_addr), hw->compr_flags & COMPRESS_APPEND_EOB,
		       result);
}

void operation_run(struct sim_device *device, const struct iax_hw_desc *hw,
		   struct iax_completion_record *result)
{
	enum sim_op op = operation_kind(hw);
	struct sim_buffers buffers = {
		.in = address(device, hw->src1_addr),
		.in_bytes = hw->src1_size,
		.out = op == SIM_VERIFY ? NULL : address(device, hw->dst_addr),
		.out_bytes = hw->max_dst_size,
	};

	switch (op) {
	case SIM_COMPRESS:
		run_compress(device, hw, &buffers, result);
		break;
	case SIM_DECOMPRESS:
	case SIM_VERIFY:
		decode(&buffers, result);
		break;
	default:
		result->status = IAX_COMP_BAD_OPCODE;
	}
	if (result->status == IAX_COMP_SUCCESS)
		result->bytes_completed = hw->src1_size;
}

void operation_corrupt(struct sim_device *device, const struct iax_hw_desc *hw,
		       const struct iax_completion_record *result)
{
	u8 *out = address(device, hw->dst_addr);

	if (operation_kind(hw) != SIM_VERIFY && result->output_size)
		out[result->output_size / 2] ^= 1;
}
