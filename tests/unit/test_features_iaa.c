// SPDX-License-Identifier: GPL-2.0-only
/* The rows of `swapra features` about IAA: from facts made up here, and from a driver's BTF. */
#include "tree.h"

#include <bpf/btf.h>

#include "userspace/feature_rows.h"

static char some_btf; /* only its presence is looked at */

/* A driver without any of the known hazards: bound, and asked for by zswap. */
static struct feature_facts good_facts(void)
{
	struct feature_facts facts = {
		.has_sysfs = true,
		.kernel = { .btf = (struct btf *)&some_btf, .load_returns_int = true },
		.zswap = { .enabled = true, .compressor = "deflate-iaa" },
		.iaa = {
			.has_bus = true, .has_crypto = true, .has_btf = true, .can_count = true,
			.nr_queues = 2, .nr_bound = 1, .bound = "wq1.0", .sync_mode = "sync",
			.verify_compress = 1,
		},
	};

	facts.kernel.hooks[HOOK_ZSWAP_LOAD].understood = true;
	return facts;
}

static void expect(const struct feature_facts *facts, feature_fn *row,
		   enum feature_status status, const char *detail)
{
	struct feature feature = {};

	row(&feature, facts);
	assert_string_equal(feature_status__name(feature.status), feature_status__name(status));
	assert_string_equal(feature.detail, detail);
}

static void a_bound_driver_is_described(void **state)
{
	struct feature_facts facts = good_facts();

	(void)state;
	expect(&facts, feature__iaa, FEATURE_YES, "the iaa_crypto module is loaded");
	expect(&facts, feature__iaa_queues, FEATURE_YES,
	       "1 of 2 bound to the driver: wq1.0; sync_mode sync, verify_compress on");
	expect(&facts, feature__iaa_zswap, FEATURE_YES, "zswap's compressor is deflate-iaa");
	expect(&facts, feature__iaa_counts, FEATURE_YES,
	       "the driver has the functions to attach to");
	facts.iaa.verify_compress = 0;
	facts.iaa.sync_mode[0] = '\0';
	expect(&facts, feature__iaa_queues, FEATURE_YES,
	       "1 of 2 bound to the driver: wq1.0; sync_mode unknown, verify_compress off");
	facts.zswap.enabled = false;
	expect(&facts, feature__iaa_zswap, FEATURE_DEGRADED,
	       "zswap's compressor is deflate-iaa, but zswap is disabled");
	facts.iaa.can_count = false;
	expect(&facts, feature__iaa_counts, FEATURE_NO, "the driver lacks functions to attach to");
	facts.iaa.has_btf = false;
	expect(&facts, feature__iaa_counts, FEATURE_UNKNOWN,
	       "/sys/kernel/btf/iaa_crypto cannot be read");
}

static void without_a_work_queue_pages_are_out_of_reach(void **state)
{
	struct feature_facts facts = good_facts();

	(void)state;
	facts.iaa.nr_bound = 0;
	expect(&facts, feature__iaa_queues, FEATURE_NO,
	       "none of 2 work queues is bound to the driver (docs/iaa.md)");
	expect(&facts, feature__iaa_zswap, FEATURE_DEGRADED, "zswap's compressor is deflate-iaa, "
	       "but no work queue is bound: pages that are in zswap cannot be read");
	strcpy(facts.zswap.compressor, "lzo");
	expect(&facts, feature__iaa_zswap, FEATURE_NO, "zswap's compressor is lzo");
}

static void without_the_driver_nothing_is_told(void **state)
{
	static feature_fn *const rows[] = {
		feature__iaa_queues, feature__iaa_zswap, feature__iaa_counts, feature__iaa_safety,
	};
	struct feature_facts facts = good_facts();

	(void)state;
	facts.iaa.has_crypto = false;
	expect(&facts, feature__iaa, FEATURE_NO,
	       "not present: the dsa bus is there, the iaa_crypto module is not loaded");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(&facts, rows[i], FEATURE_NO, "the iaa_crypto module is not loaded");
	facts.iaa.has_bus = false;
	expect(&facts, feature__iaa, FEATURE_NO, "not present");
	facts.has_sysfs = false;
	expect(&facts, feature__iaa, FEATURE_UNKNOWN, "/sys is not mounted");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(&facts, rows[i], FEATURE_UNKNOWN, "the iaa_crypto module is not loaded");
}

#define PANICS "a page that cannot be decompressed panics the kernel"
#define TWO_PARTS "pages that zswap keeps in two parts are left to software, which may lose them"
#define FALLBACK "the software fallback may fail to decompress what IAA compressed"
#define DESCRIPTORS "async_irq with verify_compress can run out of descriptors and hang"
#define SHARED "the software fallback fails when two CPUs need it at a time"

/* The whole text each time: a hazard that is not there is not told of either. */
static void each_hazard_has_its_kernel(void **state)
{
	struct feature_facts facts = good_facts();

	(void)state;
	expect(&facts, feature__iaa_safety, FEATURE_DEGRADED, SHARED);
	facts.kernel.load_returns_int = false;
	expect(&facts, feature__iaa_safety, FEATURE_DEGRADED, PANICS "; " SHARED); /* 6.12 */
	facts.kernel.load_returns_int = true;
	facts.iaa.has_software_compress = true;
	expect(&facts, feature__iaa_safety, FEATURE_DEGRADED, TWO_PARTS "; " FALLBACK); /* 7.2 */
	facts.iaa.joins_parts = true;
	expect(&facts, feature__iaa_safety, FEATURE_DEGRADED, FALLBACK); /* 7.3 */
	strcpy(facts.iaa.sync_mode, "async_irq");
	expect(&facts, feature__iaa_safety, FEATURE_DEGRADED, FALLBACK "; " DESCRIPTORS);
	facts.iaa.verify_compress = 0;
	expect(&facts, feature__iaa_safety, FEATURE_DEGRADED, FALLBACK);
}

static void without_btf_hazards_are_not_denied(void **state)
{
	struct feature_facts facts = good_facts();

	(void)state;
	facts.iaa.has_btf = false;
	expect(&facts, feature__iaa_safety, FEATURE_UNKNOWN,
	       "needs BTF of the kernel and of iaa_crypto");
	facts = good_facts();
	facts.kernel.hooks[HOOK_ZSWAP_LOAD].understood = false;
	expect(&facts, feature__iaa_safety, FEATURE_UNKNOWN,
	       "needs BTF of the kernel and of iaa_crypto");
}

static void add_function(struct btf *btf, const char *name)
{
	assert_true(btf__add_func(btf, name, BTF_FUNC_STATIC, btf__add_func_proto(btf, 0)) > 0);
}

static void write_driver(const char *root, const struct btf *vmlinux, bool software, bool context)
{
	struct btf *driver = btf__new_empty_split((struct btf *)vmlinux);
	const void *raw;
	__u32 bytes;

	assert_non_null(driver);
	add_function(driver, "iaa_comp_acompress");
	add_function(driver, "iaa_comp_adecompress");
	add_function(driver, "iaa_desc_complete");
	add_function(driver, "deflate_generic_decompress");
	if (software)
		add_function(driver, "deflate_generic_compress");
	if (context)
		assert_true(btf__add_struct(driver, "iaa_req_ctx", 8) > 0);
	raw = btf__raw_data(driver, &bytes);
	assert_non_null(raw);
	tree_write_bytes(root, "/sys/kernel/btf/iaa_crypto", raw, bytes);
	btf__free(driver);
}

static void hazards_are_seen_in_the_driver(void **state)
{
	static const struct {
		bool software, context;
		const char *hazards;
	} drivers[] = {
		{ false, false, SHARED }, /* 6.12's, were it not for its zswap */
		{ true, false, TWO_PARTS "; " FALLBACK }, /* 7.2 */
		{ true, true, FALLBACK }, /* 7.3 */
	};
	struct feature_facts facts = good_facts();
	struct btf *vmlinux = btf__new_empty();

	assert_true(btf__add_int(vmlinux, "int", 4, BTF_INT_SIGNED) > 0);
	tree_write(*state, "/sys/module/iaa_crypto/x", "");
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		write_driver(*state, vmlinux, drivers[i].software, drivers[i].context);
		iaa__probe(&facts.iaa, *state, vmlinux);
		expect(&facts, feature__iaa_safety, FEATURE_DEGRADED, drivers[i].hazards);
		expect(&facts, feature__iaa_counts, FEATURE_YES,
		       "the driver has the functions to attach to");
	}
	btf__free(vmlinux);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bound_driver_is_described),
		cmocka_unit_test(without_a_work_queue_pages_are_out_of_reach),
		cmocka_unit_test(without_the_driver_nothing_is_told),
		cmocka_unit_test(each_hazard_has_its_kernel),
		cmocka_unit_test(without_btf_hazards_are_not_denied),
		TREE_TEST(hazards_are_seen_in_the_driver),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
