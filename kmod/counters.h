/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters per cgroup, in the order of /proc/swapra. kernel + single + sized: decide() was called. */
COUNTER(kernel)		/* the kernel's own code served the fault */
COUNTER(single)		/* demand page only */
COUNTER(sized)		/* a window above one page */
COUNTER(prefetched)	/* pages read beside demand pages */
COUNTER(clamped)	/* a verdict was out of range */
COUNTER(guarded)	/* a window was cut so that the cgroup is not OOM-killed */
COUNTER(errors)		/* decide() returned an error */
COUNTER(background)	/* background was asked for and run inline */
COUNTER(failed_charges)	/* a neighbour could not be charged: the batch ended there */
