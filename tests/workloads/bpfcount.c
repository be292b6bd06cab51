// SPDX-License-Identifier: GPL-2.0-only
/*
 * bpfcount: prints how many BPF programs, maps and links the kernel holds, so
 * that a test can tell that a tracer left nothing behind. Needs CAP_SYS_ADMIN.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The number of objects behind one of the GET_NEXT_ID commands, or -errno. */
static int count_objects(int command)
{
	union bpf_attr attr;
	int count = 0;

	memset(&attr, 0, sizeof(attr));
	while (!syscall(SYS_bpf, command, &attr, sizeof(attr))) {
		attr.start_id = attr.next_id;
		count++;
	}
	return errno == ENOENT ? count : -errno;
}

int main(void)
{
	int programs = count_objects(BPF_PROG_GET_NEXT_ID);
	int maps = count_objects(BPF_MAP_GET_NEXT_ID);
	int links = count_objects(BPF_LINK_GET_NEXT_ID);

	if (programs < 0 || maps < 0 || links < 0) {
		fprintf(stderr, "bpfcount: cannot list BPF objects\n");
		return 1;
	}
	printf("programs=%d maps=%d links=%d\n", programs, maps, links);
	return 0;
}
