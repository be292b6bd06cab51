// SPDX-License-Identifier: GPL-2.0-only
/* labels_seed FILE: write paths that try to break a label, for the fuzzer to begin with. */
#include <stdio.h>
#include <string.h>

#define LONG_BYTES 1500

static const char paths[] =
	"/system.slice/db.service\0"
	"/quote\"} 1\\\n# TYPE x counter\nx{cgroup=\"\0"
	"/\\x2d \\n \\\\ \\\"\r\t\x7f\0"
	"/\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\xa7 \xe2\x80\xae\0"
	"/\xff\xc0\xaf \xed\xa0\x80 \xf4\x90\x80\x80 \xe2\x82 \xc3\0";

int main(int argc, char **argv)
{
	FILE *file = argc == 2 ? fopen(argv[1], "w") : NULL;

	if (!file || fwrite(paths, 1, sizeof(paths) - 1, file) != sizeof(paths) - 1)
		return 1;
	/* Cut within a character of three bytes, or within an escape. */
	for (int i = 0; i < LONG_BYTES / 3; i++)
		fputs("\xe2\x82\xac", file);
	fputc('\0', file);
	for (int i = 0; i < LONG_BYTES; i++)
		fputc(i % 7 ? '"' : '\xfe', file);
	return fclose(file) ? 1 : 0;
}
