/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a test page holds, so that a page that comes back from swap changed,
 * stale, or in another page's place is told apart from the right one.
 *
 * Word 0 is the page's tag, made of seed and page number; word 1 counts the
 * writes to it and is left out of the comparison; all others follow from the
 * tag. Zero-filled pages have no tag: one cannot be told from another, only
 * from something else.
 */
#ifndef TESTS_PAGE_H
#define TESTS_PAGE_H

#include <stdint.h>
#include <string.h>

#define PAGE_BYTES 4096UL
#define PAGE_WORDS (PAGE_BYTES / sizeof(uint64_t))
#define PAGE_TAG 0
#define PAGE_WRITES 1
#define PAGE_BODY 2

enum page_content {
	CONTENT_TEXT,   /* about 3:1 for every compressor: a quarter of the words is random */
	CONTENT_RANDOM, /* incompressible */
	CONTENT_ZERO,   /* zero-filled: swapped out without storing anything */
	CONTENT_MIXED,  /* by page number: one zero, one random, two text */
};

struct page_key {
	uint64_t seed;
	uint64_t number;
	enum page_content content;
};

struct page_difference {
	unsigned int word;
	uint64_t expected;
	uint64_t got;
};

/* splitmix64: every state gives a well mixed word, so any seed is a good one. */
static inline uint64_t mix64(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

static inline enum page_content page_content(const struct page_key *key)
{
	static const enum page_content mixed[] = {
		CONTENT_ZERO, CONTENT_RANDOM, CONTENT_TEXT, CONTENT_TEXT,
	};

	return key->content == CONTENT_MIXED ? mixed[key->number % 4] : key->content;
}

static inline uint64_t page_tag(const struct page_key *key)
{
	uint64_t state = key->seed ^ (key->number << 20);

	return mix64(&state) | 1; /* never 0: a lost page must not pass */
}

static inline uint64_t page_word(enum page_content content, unsigned int word, uint64_t *state)
{
	if (content == CONTENT_ZERO)
		return 0;
	if (content == CONTENT_TEXT && word % 4)
		return 0x2064726f77206120ULL; /* " a word " */
	return mix64(state);
}

static inline void page_fill(uint64_t *page, const struct page_key *key)
{
	enum page_content content = page_content(key);
	uint64_t state = page_tag(key);
	unsigned int i;

	if (content == CONTENT_ZERO) {
		memset(page, 0, PAGE_BYTES);
		return;
	}
	page[PAGE_TAG] = state;
	page[PAGE_WRITES] = 0;
	for (i = PAGE_BODY; i < PAGE_WORDS; i++)
		page[i] = page_word(content, i, &state);
}

static inline int page_word_is(const uint64_t *page, unsigned int word, uint64_t expected,
			       struct page_difference *difference)
{
	if (page[word] == expected)
		return 1;
	*difference = (struct page_difference){ word, expected, page[word] };
	return 0;
}

/* Returns 1 when the page holds what page_fill() put there; else says where it differs. */
static inline int page_is_right(const uint64_t *page, const struct page_key *key,
				struct page_difference *difference)
{
	enum page_content content = page_content(key);
	int is_zero = content == CONTENT_ZERO;
	uint64_t state = page_tag(key);
	unsigned int i;

	if (!page_word_is(page, PAGE_TAG, is_zero ? 0 : state, difference))
		return 0;
	if (is_zero && !page_word_is(page, PAGE_WRITES, 0, difference))
		return 0;
	for (i = PAGE_BODY; i < PAGE_WORDS; i++)
		if (!page_word_is(page, i, page_word(content, i, &state), difference))
			return 0;
	return 1;
}

#endif /* TESTS_PAGE_H */
