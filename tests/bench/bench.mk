# SPDX-License-Identifier: GPL-2.0-only
# What tracing and policies cost. Included by the top Makefile.

BENCH = $(BUILD)/tests/bench/swapbench

$(BENCH): tests/bench/swapbench.c
	@mkdir -p $(@D)
	$(call say,WORKLOAD,$@)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(DEPFLAGS) -static -o $@ $<

.PHONY: bench
bench: $(BENCH) $(if $(SWAPRA),,$(BUILD)/swapra) workloads ## cost of tracing and policies, in instructions: KERNEL=NAME VARIANTS='fentry verdict' SWAPRA=FILE
	@BUILD=$(BUILD) tests/bench/run $(if $(KERNEL),--kernels $(KERNEL)) \
		$(if $(VARIANTS),--variants '$(VARIANTS)') $(if $(SWAPRA),--swapra $(SWAPRA))

.PHONY: bench-exporter
bench-exporter: all workloads ## cost of a scrape beside reading memory.stat: KERNEL=NAME
	@BUILD=$(BUILD) tests/bench/exporter $(KERNEL)
