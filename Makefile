# SPDX-License-Identifier: GPL-2.0-only
# Everything generated lands under build/. `make help` lists the targets.

BUILD ?= build
PREFIX ?= /usr/local
CC = clang
CLANG ?= clang
BPFTOOL ?= $(firstword $(shell command -v bpftool) /usr/sbin/bpftool)
LLVM_STRIP ?= llvm-strip
PKG_CONFIG ?= pkg-config

# One short line a step; V=1 shows the commands.
Q = $(if $(V),,@)
say = @$(if $(V),:,printf '  %-8s %s\n' $(1) $(2))

VERSION := $(shell sed -n 's/^## \([0-9][0-9.]*\).*/\1/p' CHANGELOG.md | head -n 1)

# libevent_core behind libevent_extra, which needs it.
PACKAGES = libbpf json-c libcap inih libevent_extra libevent_core zlib
CPPFLAGS += -D_GNU_SOURCE -DSWAPRA_VERSION='"$(VERSION)"' -iquote . -iquote $(BUILD) -iquote userspace
CFLAGS ?= -O2 -g
CFLAGS += -std=gnu11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
DEPFLAGS = -MMD -MP
LDLIBS = $(shell $(PKG_CONFIG) --static --libs $(PACKAGES))
LDFLAGS += -static -Wl,--gc-sections,--strip-debug
LDFLAGS += $(addprefix -Wl$(comma)--wrap=,getaddrinfo getservbyname getprotobynumber) # libevent_static.c
CFLAGS += -ffunction-sections -fdata-sections

BPF_ARCH := $(patsubst x86_64,x86,$(shell uname -m))
BPF_CFLAGS = -target bpf -D__TARGET_ARCH_$(BPF_ARCH) -mcpu=v3 -O2 -g -Wall -Wextra -Wno-unused-parameter -Werror

SOURCES := $(sort $(wildcard userspace/*.c userspace/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)

.PHONY: all
all: swapra policies ## build the static binary; ./swapra is a link to it

swapra: $(BUILD)/swapra
	@ln -sfn $< $@

include tests/tests.mk tests/bench/bench.mk tests/demo/demo.mk dist/dist.mk

.PHONY: check
check: ## set up and run all tests, on the oldest and the newest kernel
	@tests/check

.PHONY: check-all
check-all: ## the same on every supported kernel, with the long cases
	@tests/check all

.PHONY: install
install: all ## install below $(DESTDIR)$(PREFIX)
	install -D -m 755 $(BUILD)/swapra $(DESTDIR)$(PREFIX)/sbin/swapra
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 $(wildcard docs/*.1) $(DESTDIR)$(PREFIX)/share/man/man1
	install -d $(addprefix $(DESTDIR)$(PREFIX)/share/swapra/,bpf/policy kmod vmlinux)
	install -m 644 bpf/policy/* $(DESTDIR)$(PREFIX)/share/swapra/bpf/policy
	install -m 644 kmod/swapra_ops.h kmod/swapra_fault.h $(DESTDIR)$(PREFIX)/share/swapra/kmod
	install -m 644 vmlinux/swapra_uapi.h $(DESTDIR)$(PREFIX)/share/swapra/vmlinux

# The policies that come along.
POLICIES := $(patsubst %.c,$(BUILD)/%.o,$(wildcard bpf/policy/*.bpf.c))

.PHONY: policies
policies: $(POLICIES) ## build the policies, build/bpf/policy/NAME.bpf.o

$(BUILD)/swapra: $(OBJECTS)
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# The workloads of the guest cases, and policies that only they use.
WORKLOADS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/workloads/*.c))
WORKLOADS += $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/policies/*.bpf.c))

.PHONY: workloads
workloads: $(WORKLOADS)

$(BUILD)/tests/workloads/%: tests/workloads/%.c
	@mkdir -p $(@D)
	$(call say,WORKLOAD,$@)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(DEPFLAGS) -static -pthread -o $@ $< $(WORKLOAD_LIBS)

$(BUILD)/tests/workloads/activate $(BUILD)/tests/workloads/container: WORKLOAD_LIBS = -lcap
$(BUILD)/tests/workloads/policywork: WORKLOAD_LIBS = $(shell $(PKG_CONFIG) --static --libs libbpf)

# Unit tests: everything but main() and what needs BPF objects.
UNIT_TESTS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/test_*.c))
UNIT_OBJECTS = $(filter-out %/main.o %/session.o %/iaa_session.o %/programs.o %/return_probe.o %/rows.o,$(OBJECTS))

.PHONY: unit
unit: $(UNIT_TESTS) $(BUILD)/swapra ## run the unit tests and the golden ones: no root, seconds
	@BUILD=$(BUILD) tests/unit/run $(UNIT_TESTS) tests/golden/test_golden

$(BUILD)/tests/unit/%: tests/unit/%.c $(BUILD)/libswapra.a
	@mkdir -p $(@D)
	$(call say,UNIT,$@)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(DEPFLAGS) -o $@ $< $(BUILD)/libswapra.a \
		$(shell $(PKG_CONFIG) --libs $(PACKAGES) libelf zlib cmocka)

$(BUILD)/libswapra.a: $(UNIT_OBJECTS)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(DEPFLAGS) -c -o $@ $<

$(BUILD)/userspace/session.o: $(BUILD)/swapra.skel.h
$(BUILD)/userspace/iaa_session.o: $(BUILD)/iaa.skel.h

# The shipped policies are part of the binary.
$(BUILD)/userspace/policy/shipped.o: $(POLICIES)
$(BUILD)/userspace/policy/shipped.o: CPPFLAGS += -DPOLICY_OBJECTS='"$(BUILD)/bpf/policy"'

$(BUILD)/%.skel.h: $(BUILD)/bpf/%.bpf.o
	$(call say,SKEL,$@)
	$(Q)$(BPFTOOL) gen skeleton $< name $*_bpf > $@.tmp
	@mv $@.tmp $@

$(BUILD)/%.bpf.o: %.bpf.c
	@mkdir -p $(@D)
	$(call say,BPF,$<)
	$(Q)$(CLANG) $(BPF_CFLAGS) $(DEPFLAGS) -MT $@ -MF $(@:.o=.d) -c -o $@.tmp $<
	$(Q)$(LLVM_STRIP) --strip-debug -o $@ $@.tmp
	@rm -f $@.tmp

# The unit tests compare it with what it is made from.
.PHONY: metrics-doc
metrics-doc: $(BUILD)/docs/tools/metrics ## docs/metrics.md, from the table of metric families
	@$< > docs/metrics.md.tmp && mv docs/metrics.md.tmp docs/metrics.md

$(BUILD)/docs/tools/metrics: docs/tools/metrics.c $(BUILD)/libswapra.a
	@mkdir -p $(@D)
	$(call say,TOOL,$@)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(DEPFLAGS) -o $@ $< $(BUILD)/libswapra.a

# Kept between runs: they are cheap to keep and make a rebuild small.
.SECONDARY:

.PHONY: clean
clean: ## remove everything that was built
	rm -rf $(BUILD) swapra

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1\t/p' $(filter %Makefile %.mk,$(MAKEFILE_LIST)) | sort | \
		awk -F '\t' '{ printf "  %-18s %s\n", $$1, $$2 }'

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
