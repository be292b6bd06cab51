// SPDX-License-Identifier: GPL-2.0-only
/* request_seed FILE: write requests, for the fuzzer to begin with. */
#include <stdio.h>

static const char requests[] =
	"GET /metrics HTTP/1.1\r\nHost: h\r\nAccept: application/openmetrics-text;version=1.0.0;q=0.6,"
	"text/plain;version=0.0.4;q=0.3,*/*;q=0.2\r\nAccept-Encoding: gzip;q=1, identity;q=0.5\r\n\r\n"
	"HEAD /-/healthy HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
	"POST /metrics HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc"
	"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
	"OPTIONS * HTTP/1.1\r\nX: a\r\n b\r\n\r\nGET http://h:1/%2e?a=b#c HTTP/1.1\r\n\r\n";

int main(int argc, char **argv)
{
	FILE *file = argc == 2 ? fopen(argv[1], "w") : NULL;

	if (!file || fwrite(requests, 1, sizeof(requests) - 1, file) != sizeof(requests) - 1)
		return 1;
	return fclose(file) ? 1 : 0;
}
