# SPDX-License-Identifier: GPL-2.0-only
# Targets that need a guest, and the agent that runs in it. Included by the top
# Makefile; the defaults are for `make -f tests/tests.mk`.

BUILD ?= build
AGENT = $(BUILD)/tests/guest/agent
AGENT_SOURCES := $(wildcard tests/guest/*.c)
AGENT_CC ?= clang
AGENT_CFLAGS = -D_GNU_SOURCE -std=gnu11 -O2 -Wall -Wextra -Werror
GUEST_NEEDS ?= $(if $(filter %tests.mk,$(firstword $(MAKEFILE_LIST))),,all workloads)
GUEST_RUN = BUILD=$(BUILD) tests/guest/run

$(AGENT): $(AGENT_SOURCES) tests/guest/agent.h
	@mkdir -p $(@D)
	$(AGENT_CC) $(AGENT_CFLAGS) -static -o $@.$$$$ $(AGENT_SOURCES) && mv $@.$$$$ $@ # two runs may build it at once

.PHONY: setup
setup: ## install what building and testing need (Debian 12 or 13)
	tests/setup.sh

.PHONY: guest
guest: $(GUEST_NEEDS) ## a shell in a guest: KERNEL=7.3, or RUN=FILE; MEM= CPUS= SWAP= COMPRESSOR= READAHEAD= APPEND=
	@$(GUEST_RUN) --kernels $(or $(KERNEL),7.3) $(if $(RUN),--script $(RUN),--shell) \
		$(if $(MEM),--memory $(MEM)) $(if $(CPUS),--cpus $(CPUS)) $(if $(SWAP),--swap $(SWAP)) \
		$(if $(COMPRESSOR),--compressor $(COMPRESSOR)) $(if $(READAHEAD),--readahead $(READAHEAD)) \
		$(if $(APPEND),--append '$(APPEND)')

.PHONY: guest-check
guest-check: $(GUEST_NEEDS) ## cases in guests: KERNEL=NAME CASES=GLOB JOBS=2
	@$(GUEST_RUN) --kernels $(or $(KERNEL),check) $(if $(CASES),--cases '$(CASES)') \
		$(if $(JOBS),--jobs $(JOBS))

.PHONY: guest-check-all
guest-check-all: $(GUEST_NEEDS) ## all cases on all kernels, the long ones too
	@$(GUEST_RUN) --kernels $(or $(KERNEL),all) --long $(if $(CASES),--cases '$(CASES)') \
		$(if $(JOBS),--jobs $(JOBS))

# The sources stay as they are; everything lands below build/kmod/RELEASE.
KDIR ?= /lib/modules/$(shell uname -r)/build

.PHONY: kmod
kmod: ## the kernel module, for the running kernel (KDIR=), or for guests: KERNEL=NAME|check|all
	@BUILD=$(BUILD) tests/guest/module.sh $(or $(KERNEL),$(KDIR)) kmod

.PHONY: harness-check
harness-check: $(AGENT) ## the tests of the test harness
	@BUILD=$(BUILD) tests/harness/check $(KERNEL)

.PHONY: dkms-check
dkms-check: all workloads ## the module by Debian's dkms, for both of Debian 13's ends of the table
	@tests/dkms/check 6.12 7.3

# The reader of records meets any bytes: its tests and the fuzzer are built with sanitizers,
# from the sources, where the compiler has them (Debian: libclang-rt-dev).
RECORD_SOURCES = $(wildcard userspace/record/*.c userspace/render/*.c) \
	$(addprefix userspace/,snapshot.c report.c row_policy.c verdicts.c usefulness.c totals.c \
	columns.c losses.c histogram.c value.c text.c duration.c known_cgroups.c error.c)
RECORD_LIBS = $(BUILD)/libswapra.a $(shell $(PKG_CONFIG) --libs $(PACKAGES) libelf zlib)
RECORD_CFLAGS = -D_GNU_SOURCE -iquote . -iquote $(BUILD) -iquote userspace -std=gnu11 -O1 -g -Wall -Wextra \
	-Werror -Wno-unused-function
can_link = $(shell echo 'int main(void) { return 0; }' | \
	$(CC) -x c $(1) -o /dev/null - 2>/dev/null && echo $(1))
SANITIZE = $(call can_link,-fsanitize=address$(comma)undefined -fno-sanitize-recover=undefined)
comma = ,

$(BUILD)/tests/unit/test_record_damage: tests/unit/test_record_damage.c tests/unit/record_sample.h \
		$(wildcard $(RECORD_SOURCES)) $(BUILD)/libswapra.a
	@mkdir -p $(@D)
	$(call say,UNIT,$@)
	$(Q)$(CC) $(RECORD_CFLAGS) $(SANITIZE) -o $@ $< $(RECORD_SOURCES) $(RECORD_LIBS) \
		$(shell $(PKG_CONFIG) --libs cmocka)

GOLDEN = $(wildcard tests/golden/golden.record)

.PHONY: golden
golden: $(BUILD)/swapra ## print every view of tests/golden/golden.record anew, after printers changed
	@BUILD=$(BUILD) tests/golden/make

.PHONY: golden-record
golden-record: $(GUEST_NEEDS) ## make that record anew, in a guest
	@$(GUEST_RUN) --kernels 7.3 --long --cases record-golden --out $(BUILD)/golden
	cp $(BUILD)/golden/7.3/record-golden/golden.record tests/golden/

FUZZ_SECONDS ?= 60
FUZZ_FLAGS = -fsanitize=fuzzer

.PHONY: fuzz
fuzz: fuzz-request $(BUILD)/libswapra.a ## feed any bytes to the reader of records: FUZZ_SECONDS=60; needs clang's libFuzzer
	@mkdir -p $(BUILD)/fuzz
	@echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' | \
		$(CLANG) -x c $(FUZZ_FLAGS) -o $(BUILD)/fuzz/probe - 2>/dev/null || { \
		echo "fuzz: $(CLANG) has no libFuzzer; install libclang-rt-dev" >&2; exit 1; }
	$(call say,FUZZ,$(BUILD)/fuzz/record)
	$(Q)$(CLANG) $(RECORD_CFLAGS) -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION $(FUZZ_FLAGS),address,undefined \
		-fno-sanitize-recover=undefined -o $(BUILD)/fuzz/record tests/fuzz/record.c \
		$(RECORD_SOURCES) $(RECORD_LIBS)
	$(Q)$(CLANG) $(RECORD_CFLAGS) -o $(BUILD)/fuzz/seed tests/fuzz/seed.c $(RECORD_LIBS)
	@tests/fuzz/run $(BUILD)/fuzz/record $(BUILD)/fuzz/seed $(FUZZ_SECONDS) $(GOLDEN)

# The exporter's server, with what it links, but for what is scraped.
REQUEST_SOURCES = $(addprefix userspace/exporter/,server.c connections.c pages.c negotiate.c gzip.c) \
	userspace/error.c

.PHONY: fuzz-request
fuzz-request: ## feed any bytes to the exporter's server: FUZZ_SECONDS=60; needs clang's libFuzzer
	@mkdir -p $(BUILD)/fuzz/server
	$(call say,FUZZ,$(BUILD)/fuzz/server/request)
	$(Q)$(CLANG) $(RECORD_CFLAGS) -DSWAPRA_VERSION='"fuzz"' $(FUZZ_FLAGS),address,undefined \
		-fno-sanitize-recover=undefined -o $(BUILD)/fuzz/server/request tests/fuzz/request.c \
		$(REQUEST_SOURCES) $(shell $(PKG_CONFIG) --libs libevent_extra libevent_core zlib)
	$(Q)$(CLANG) $(RECORD_CFLAGS) -o $(BUILD)/fuzz/server/seed tests/fuzz/request_seed.c
	@tests/fuzz/run $(BUILD)/fuzz/server/request $(BUILD)/fuzz/server/seed $(FUZZ_SECONDS)
