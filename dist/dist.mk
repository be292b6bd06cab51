# SPDX-License-Identifier: GPL-2.0-only
# What is installed beside the program: the module's sources for DKMS, and the exporter's service.

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

SYSTEMD = $(DESTDIR)$(PREFIX)/lib/systemd/system
SYSUSERS = $(DESTDIR)$(PREFIX)/lib/sysusers.d
SERVICE = $(BUILD)/swapra-exporter.service

# Made anew each time: PREFIX may be another.
.PHONY: $(SERVICE)
$(SERVICE): dist/systemd/swapra-exporter.service.in
	@mkdir -p $(@D)
	sed 's|@SBINDIR@|$(PREFIX)/sbin|' $< >$@.tmp
	@mv $@.tmp $@

# Settings that are there already are the administrator's.
.PHONY: install-exporter
install-exporter: install $(SERVICE) ## install the program and the exporter's systemd units below $(DESTDIR)$(PREFIX)
	install -D -m 644 $(SERVICE) $(SYSTEMD)/swapra-exporter.service
	install -D -m 644 dist/systemd/swapra-exporter.socket $(SYSTEMD)/swapra-exporter.socket
	install -D -m 644 dist/systemd/swapra-exporter.sysusers $(SYSUSERS)/swapra-exporter.conf
	test -e $(DESTDIR)/etc/default/swapra-exporter || \
		install -D -m 644 dist/systemd/swapra-exporter.default $(DESTDIR)/etc/default/swapra-exporter
	$(if $(DESTDIR),,systemd-sysusers $(SYSUSERS)/swapra-exporter.conf && systemctl daemon-reload)

.PHONY: uninstall-exporter
uninstall-exporter: ## remove the units again; the user and /etc/default/swapra-exporter stay
	rm -f $(SYSTEMD)/swapra-exporter.service $(SYSTEMD)/swapra-exporter.socket \
		$(SYSUSERS)/swapra-exporter.conf

# In tenths; needs systemd, but not a running one.
EXPOSURE = 25

.PHONY: exporter-security
exporter-security: $(SERVICE) ## what systemd thinks of the service's hardening: at most 2.5
	@systemd-analyze security --offline=true --no-pager --threshold=$(EXPOSURE) $(SERVICE) >$(BUILD)/exposure; \
		status=$$?; tail -n 1 $(BUILD)/exposure; exit $$status
