// SPDX-License-Identifier: GPL-2.0-only
/* docs/metrics.md, made from the families; see families.h. */
#include <string.h>

#include "families.h"

static const char head[] =
"<!-- SPDX-License-Identifier: GPL-2.0-only -->\n"
"<!-- Made by `make metrics-doc` from userspace/exporter/families.c: edit that. -->\n"
"# Metrics\n"
"\n"
"What `swapra exporter` tells. Its man page is docs/swapra-exporter.1, its words are those of\n"
"[design.md](design.md).\n"
"\n"
"Counters count from the start of the exporter. Counts are exact and never sampled: summed\n"
"over all series of a name they equal the kernel's own. Latencies and ages come from timed\n"
"batches, one in `swapra_sample_interval_batches`; the `_count` of such a histogram is the\n"
"number of timed ones. The operations and calls of IAA are all timed.\n"
"\n"
"## Names in the two formats\n"
"Names are those of samples. In OpenMetrics the family of a counter lacks `_total`, that of an\n"
"info lacks `_info`, and units are told; both formats have the same samples.\n"
"\n"
"## The label cgroup\n"
"It is the path below the cgroup2 mount. Bytes that are no UTF-8 are written as `\\xNN`; of a\n"
"path that has more than 1024 bytes then only the end is told, after a `…`.\n"
"Three more values stand for what has no path of its own:\n"
"\n"
"| cgroup | what is in it |\n"
"|---|---|\n"
"| `(other)` | cgroups beyond `--max-cgroups`, those that `--cgroup.allow` and `--cgroup.deny` leave out, those that the mount does not show, and what found the BPF map full |\n"
"| `(removed)` | cgroups that are gone, with all that they ever counted and go on counting |\n"
"| `(unknown)` | pages and faults without a memory cgroup |\n"
"\n"
"- A sum over all series of a counter never goes backwards: what leaves one is in another.\n"
"- When a cgroup is removed its series ends, and its counts move to `(removed)`, whose rate\n"
"  jumps at that moment. So for cgroups leave it out:\n"
"  `sum by (cgroup) (rate(swapra_pages_total{cgroup!=\"(removed)\"}[5m]))`. For a machine take\n"
"  the rate of the sum, `(removed)` and all, which misses nothing and counts nothing twice:\n"
"  the rules of dist/prometheus record it, `rate(instance:swapra_pages:sum[5m])`.\n"
"- The kernel's side has room for 16,384 cgroups at a time. What a removed one takes there is\n"
"  given back at the first scrape after two quiet minutes; should it come to life again, it\n"
"  counts into `(removed)`.\n"
"- A cgroup made again at a path that had one gets a series of its own with a label\n"
"  `generation=\"2\"`, `\"3\"` and so on; it begins at 0, and the old one does not seem to be\n"
"  reset. `sum by (cgroup) (rate(...))` joins them.\n"
"- With `--cgroup.depth N` a cgroup deeper than N levels counts into its ancestor at level N,\n"
"  and stays there when it is removed, until that ancestor is. Globs see the path that is\n"
"  cut so. A reload that changes N ends the series that deeper cgroups counted into.\n"
"- Who comes first has a series of its own, until it is removed; then one that is new can have\n"
"  its place. What is in `(other)` stays there; a reload of options that lets it out begins\n"
"  its series at 0.\n"
"- Globs are those of fnmatch(3) with FNM_PATHNAME: `*` does not match a `/`. A glob that\n"
"  matches a cgroup is meant for all below it as well. Deny goes before allow.\n"
"\n"
"Histograms cost most: the first `swapra_cgroup_histograms_limit` cgroups with series have\n"
"their own, all others are in that of `(other)`.\n"
"\n"
"Samples marked *rare* are left out until one was not 0 anywhere. Those of policies are left\n"
"out for cgroups on which no policy was asked. A series that begins with a count has that in\n"
"no `rate()` and no `increase()`: of a rare sample the first growth is missing there, of a\n"
"cgroup what it counted before its first scrape. Where the first of a kind matters take the\n"
"rate of a sum that is there before, as the rules do.\n"
"\n"
"An upper bound of a latency is a power of two in nanoseconds, less one: what is counted is\n"
"whole nanoseconds, and `le` means \"or equal\".\n";

static const char tail[] =
"\n"
"## Losses\n"
"| what | |\n"
"|---|---|\n"
"| `no_task_state` | batches or pages not counted: no memory for the state of their task |\n"
"| `no_cgroup_slot` | additions that went to `(other)`: more cgroups swapped in than have room |\n"
"| `no_use_row` | additions to the use of prefetched pages that went to `(other)`, likewise |\n"
"| `unclosed` | batches whose end was not seen: they have no latency |\n"
"| `iaa_no_room` | operations or calls of IAA not counted: too many at a time |\n"
"| `iaa_no_queue` | operations that are in `iaa=other`: more work queues than have room |\n"
"| `iaa_no_cgroup` | pages that IAA may have decompressed and that are in `(other)` |\n"
"| `iaa_unclosed` | operations whose end was not seen |\n";

static const char *suffix(const struct family *family)
{
	static const char *const suffixes[] = {
		[FAMILY_COUNTER] = "_total",
		[FAMILY_GAUGE] = "",
		[FAMILY_HISTOGRAM] = "",
		[FAMILY_INFO] = "_info",
	};

	return suffixes[family->type];
}

static void print_labels(FILE *out, const struct family *family)
{
	const char *scope = family_scope__labels(family->scope);

	fputs(scope, out);
	if (family->labels)
		fprintf(out, "%s%s", *scope ? ", " : "", family->labels);
}

/* `kind="anon"`, and whether it is rare; one sample alone needs no list. */
static void print_samples(FILE *out, const struct family *family)
{
	for (size_t i = 0; i < family->nr_samples; i++) {
		const struct family_sample *sample = &family->samples[i];

		if (sample->labels)
			fprintf(out, "%s`%s`", i ? ", " : "<br>", sample->labels);
		if (sample->is_rare)
			fputs(" *rare*", out);
	}
}

static void print_bound(FILE *out, const struct buckets *buckets, size_t bucket)
{
	uint64_t value = buckets__highest(buckets, bucket);

	if (!buckets->is_ns)
		fprintf(out, "%llu", (unsigned long long)value);
	else
		fprintf(out, "%llu ns", (unsigned long long)value);
}

static void print_family(FILE *out, const struct family *family)
{
	fprintf(out, "| `%s%s` | %s | ", family->name, suffix(family),
		family_type__name(family->type));
	print_labels(out, family);
	fprintf(out, " | %s", family->help);
	print_samples(out, family);
	fputs(" |\n", out);
}

static void print_section(FILE *out, const char *title, enum family_feature feature)
{
	fprintf(out, "\n## %s\n| name | type | labels | |\n|---|---|---|---|\n", title);
	for (size_t i = 0; i < nr_families; i++)
		if (families[i].feature == feature)
			print_family(out, &families[i]);
}

static void print_buckets(FILE *out)
{
	fputs("\n## Buckets\n| histogram | upper bounds, and `+Inf` |\n|---|---|\n", out);
	for (size_t i = 0; i < nr_families; i++) {
		const struct buckets *buckets = families[i].buckets;

		if (!buckets)
			continue;
		fprintf(out, "| `%s` | ", families[i].name);
		for (size_t bucket = 0; bucket + 1 < buckets->nr; bucket++) {
			fputs(bucket ? ", " : "", out);
			print_bound(out, buckets, bucket);
		}
		fputs(" |\n", out);
	}
}

void families__print_document(FILE *out)
{
	static const char *const titles[NR_TELLS] = {
		[TELLS_ALWAYS] = "Always",
		[TELLS_USE] = "Where the kernel tells what becomes of prefetched pages",
		[TELLS_WAITS] = "Where it tells who waits for pages",
		[TELLS_VERDICTS] = "With swapra.ko loaded",
		[TELLS_IAA] = "With --iaa",
	};

	fputs(head, out);
	for (unsigned feature = 0; feature < NR_TELLS; feature++)
		print_section(out, titles[feature], feature);
	print_buckets(out);
	fputs(tail, out);
}
