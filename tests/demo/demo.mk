# SPDX-License-Identifier: GPL-2.0-only
# The demonstration, from a bare machine to a table. Included by the top Makefile.

.PHONY: demo
demo: ## swapra at work in a guest, beside the kernel's own counters: KERNEL=7.3
	@BUILD=$(BUILD) tests/demo/run $(or $(KERNEL),7.3)
