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

.PHONY: promtool-check
promtool-check: ## rules, dashboard and the names in them, by Debian's promtool
	@tests/promtool/check

.PHONY: dkms-check
dkms-check: all workloads ## the module by Debian's dkms, for both of Debian 13's ends of the table
	@tests/dkms/check 6.12 7.3

# The reader of records meets any bytes: its tests and the fuzzer are built with sanitizers,
# from the sources, where the compiler has them (Debian: libclang-rt-dev).
RECORD_SOURCES = $(wildcard userspace/record/*.c userspace/render/*.c) \
	$(addprefix userspace/,snapshot.c report.c row_policy.c verdicts.c usefulness.c totals.c \
	columns.c losses.c iaa.c histogram.c value.c text.c duration.c known_cgroups.c error.c)
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

GOLDEN = $(wildcard tests/golden/*.record)

.PHONY: golden
golden: $(BUILD)/swapra ## print every view of tests/golden/*.record anew, after printers changed
	@BUILD=$(BUILD) tests/golden/make

.PHONY: golden-record
golden-record: $(GUEST_NEEDS) ## make these records anew, in guests
	@$(GUEST_RUN) --kernels 7.3 --long --cases 'record-golden*' --out $(BUILD)/golden
	cp $(BUILD)/golden/7.3/record-golden*/*.record tests/golden/

FUZZ_SECONDS ?= 60
FUZZ_FLAGS = -fsanitize=fuzzer

.PHONY: fuzz
fuzz: fuzz-record fuzz-request fuzz-labels ## all of these, FUZZ_SECONDS=60 each; needs clang's libFuzzer

# fuzzer NAME,SOURCES AND FLAGS,LIBRARIES: build/fuzz/NAME/NAME, and what writes its seed.
define fuzzer
	@mkdir -p $(BUILD)/fuzz/$(1)
	@echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' | \
		$(CLANG) -x c $(FUZZ_FLAGS) -o $(BUILD)/fuzz/probe - 2>/dev/null || { \
		echo "fuzz: $(CLANG) has no libFuzzer; install libclang-rt-dev" >&2; exit 1; }
	$(call say,FUZZ,$(BUILD)/fuzz/$(1)/$(1))
	$(Q)$(CLANG) $(RECORD_CFLAGS) $(FUZZ_FLAGS),address,undefined -fno-sanitize-recover=undefined \
		-o $(BUILD)/fuzz/$(1)/$(1) tests/fuzz/$(1).c $(2) $(3)
	$(Q)$(CLANG) $(RECORD_CFLAGS) -o $(BUILD)/fuzz/$(1)/seed tests/fuzz/$(1)_seed.c $(3)
endef
run_fuzzer = @tests/fuzz/run $(BUILD)/fuzz/$(1)/$(1) $(BUILD)/fuzz/$(1)/seed $(FUZZ_SECONDS)

.PHONY: fuzz-record
fuzz-record: $(BUILD)/libswapra.a ## feed any bytes to the reader of records: FUZZ_SECONDS=60
	$(call fuzzer,record,-DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION $(RECORD_SOURCES),$(RECORD_LIBS))
	$(call run_fuzzer,record) $(GOLDEN)

# The exporter's server, with what it links, but for what is scraped.
REQUEST_SOURCES = $(addprefix userspace/exporter/,server.c connections.c pages.c negotiate.c gzip.c) \
	userspace/error.c

.PHONY: fuzz-request
fuzz-request: ## feed any bytes to the exporter's server: FUZZ_SECONDS=60
	$(call fuzzer,request,-DSWAPRA_VERSION='"fuzz"' $(REQUEST_SOURCES),$(shell \
		$(PKG_CONFIG) --libs libevent_extra libevent_core zlib))
	$(call run_fuzzer,request)

LABELS_SOURCES = $(addprefix userspace/exporter/,labels.c exposition.c families.c buckets.c) \
	userspace/text.c userspace/histogram.c

.PHONY: fuzz-labels
fuzz-labels: ## any bytes as names of cgroups in metrics, read back: FUZZ_SECONDS=60
	$(call fuzzer,labels,$(LABELS_SOURCES),$(shell $(PKG_CONFIG) --libs libevent_core))
	$(call run_fuzzer,labels)
