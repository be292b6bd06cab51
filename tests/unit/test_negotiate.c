// SPDX-License-Identifier: GPL-2.0-only
/* Which format, and whether compressed: by what clients really send, and by nonsense. */
#include "cmocka_all.h"

#include "userspace/exporter/negotiate.h"

static void expect(const char *accept, enum exposition_format format)
{
	if (negotiate__format(accept) != format)
		fail_msg("%s", accept);
}

static void text_is_the_default(void **state)
{
	(void)state;
	expect(NULL, EXPOSITION_TEXT);
	expect("", EXPOSITION_TEXT);
	expect("*/*", EXPOSITION_TEXT);
	expect("text/*", EXPOSITION_TEXT);
	expect("image/png", EXPOSITION_TEXT);
	expect("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", EXPOSITION_TEXT);
}

static void prometheus_gets_openmetrics(void **state)
{
	(void)state;
	expect("application/openmetrics-text;version=1.0.0,application/openmetrics-text;"
	       "version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", EXPOSITION_OPENMETRICS);
	expect("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
	       "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;"
	       "escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
	       EXPOSITION_OPENMETRICS);
	/* One with classic text only, and protocol buffers before it. */
	expect("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
	       "encoding=delimited;q=0.7,text/plain;version=0.0.4;q=0.3", EXPOSITION_TEXT);
}

static void quality_decides(void **state)
{
	(void)state;
	expect("application/openmetrics-text", EXPOSITION_OPENMETRICS);
	expect("APPLICATION/OpenMetrics-Text ; Version=\"1.0.0\"", EXPOSITION_OPENMETRICS);
	expect("application/openmetrics-text;q=0.5, text/plain;q=0.6", EXPOSITION_TEXT);
	expect("application/openmetrics-text;q=0.6, text/plain;q=0.5", EXPOSITION_OPENMETRICS);
	expect("text/plain, application/openmetrics-text", EXPOSITION_OPENMETRICS);
	expect("application/openmetrics-text;q=0", EXPOSITION_TEXT);
	expect("application/openmetrics-text;version=9.0.0", EXPOSITION_TEXT);
	expect("application/openmetrics-text;q=0, application/*", EXPOSITION_TEXT);
	expect("text/plain;q=0, */*", EXPOSITION_OPENMETRICS);
}

static void nonsense_is_survived(void **state)
{
	(void)state;
	expect(",,;;,q=,;q=1", EXPOSITION_TEXT);
	expect("application/openmetrics-text;q=2", EXPOSITION_TEXT);
	expect("application/openmetrics-text;q=-1", EXPOSITION_TEXT);
	expect("application/openmetrics-text;q=0.x", EXPOSITION_TEXT);
	expect("application/openmetrics-text;q=1.9", EXPOSITION_TEXT);
	expect("application/openmetrics-text;q=", EXPOSITION_TEXT);
	expect("application/openmetrics-text;version=\"", EXPOSITION_TEXT);
}

static void gzip_when_asked(void **state)
{
	(void)state;
	assert_true(negotiate__gzip("gzip"));
	assert_true(negotiate__gzip("deflate, GZIP;q=0.5"));
	assert_true(negotiate__gzip("x-gzip"));
	assert_true(negotiate__gzip("*"));
	assert_true(negotiate__gzip("gzip, identity;q=0.5"));
	assert_false(negotiate__gzip(NULL));
	assert_false(negotiate__gzip(""));
	assert_false(negotiate__gzip("identity"));
	assert_false(negotiate__gzip("gzip;q=0"));
	assert_false(negotiate__gzip("*, gzip;q=0"));
	assert_false(negotiate__gzip("gzip;q=0.5, identity"));
	assert_false(negotiate__gzip("br, zstd"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_the_default),
		cmocka_unit_test(prometheus_gets_openmetrics),
		cmocka_unit_test(quality_decides),
		cmocka_unit_test(nonsense_is_survived),
		cmocka_unit_test(gzip_when_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
