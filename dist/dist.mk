# SPDX-License-Identifier: GPL-2.0-only
# What is installed beside the program: the module's sources for DKMS.

KMOD_SOURCE = $(DESTDIR)/usr/src/swapra-$(VERSION)
KMOD_KERNEL ?= $(shell uname -r)

.PHONY: install-kmod
install-kmod: ## install the module through DKMS, for this kernel and those to come
	install -d $(KMOD_SOURCE)
	install -m 644 kmod/Kbuild kmod/*.c kmod/*.h $(KMOD_SOURCE)
	echo $(VERSION) >$(KMOD_SOURCE)/VERSION
	sed 's/@VERSION@/$(VERSION)/' dist/dkms/dkms.conf.in >$(KMOD_SOURCE)/dkms.conf
	$(if $(DESTDIR),,dist/dkms/install $(VERSION) $(KMOD_KERNEL))

.PHONY: uninstall-kmod
uninstall-kmod: ## remove the module and its sources again
	! command -v dkms >/dev/null || dkms remove swapra/$(VERSION) --all || true
	rm -rf $(KMOD_SOURCE)
