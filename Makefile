SWIFT ?= swift
ARGS ?=
SESSION ?= configs/demo.yaml
PREFIX ?= /usr/local
DESTDIR ?=

export SWIFT

# Tests start servers and real-time threads: one at a time.
TEST := $(SWIFT) test --no-parallel --disable-xctest
SOURCES := Sources Tests Examples Scripts Benchmarks Package.swift

FUZZ_BUILD := .build-fuzz
FUZZ_RUNS ?= 1000000

# The C library: its file's name holds the version, which counts up with its interface.
LIBRARY_VERSION := 1.0.0
LIBRARY := $(DESTDIR)$(PREFIX)/lib
LIBRARY_BUILD := .build-library

.PHONY: help run test build audit fuzz plugins-check library stage lint format traits rtsan tsan asan bench stress lab install uninstall install-check install-library clean toolchain packages test-packages rtsan-packages bench-packages lab-packages plugins-packages

help: ## lists the verbs
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

run: packages ## installs what is missing, builds, plays the demo session (ARGS="--duration 30")
	$(SWIFT) build -c release --product tactus
	@$$($(SWIFT) build -c release --show-bin-path)/tactus run $(SESSION) $(ARGS)

test: test-packages stage ## installs what is missing, builds, runs every test (ARGS="--filter Ring")
	TACTUS_AUDIT=1 $(TEST) $(ARGS)

build: packages ## builds for development
	$(SWIFT) build --build-tests

audit: packages ## builds what `tactus plugins audit` runs, and tactus beside it
	TACTUS_AUDIT=1 $(SWIFT) build -c release --product tactus
	TACTUS_AUDIT=1 $(SWIFT) build -c release --product tactus-audit

plugins-check: plugins-packages audit ## checks and audits Debian's plugins, and writes PLUGINS.md
	Scripts/check-plugins $$($(SWIFT) build -c release --show-bin-path)/tactus

library: packages ## builds librtworkq.so, which needs no Swift where it runs
	$(SWIFT) build -c release --product rtworkq --scratch-path $(LIBRARY_BUILD) --disable-local-rpath \
	  -Xswiftc -static-stdlib -Xswiftc -use-ld=lld -Xlinker -s

stage: ## installs the library under .build-stage, where its tests look for it
	rm -rf .build-stage
	$(MAKE) install-library DESTDIR=.build-stage PREFIX=/usr/local

lint: toolchain ## checks the format, and that the cycle takes no locks
	$(SWIFT) format lint --strict -r $(SOURCES)
	Scripts/check-cycle --self-test
	Scripts/check-cycle

format: toolchain ## formats the sources in place
	$(SWIFT) format -i -r $(SOURCES)

traits: packages ## builds the convolver without FFTW, and sees that none of it is left
	$(SWIFT) build --target Convolution --disable-default-traits --scratch-path .build-traits
	@! nm -u .build-traits/debug/Convolution*.build/*.o | grep -q fftw || \
	  { echo 'tactus: FFTW is used without its trait' >&2; exit 1; }

rtsan: rtsan-packages ## runs sessions and plugins under the RealtimeSanitizer
	Scripts/rtsan

tsan: test-packages ## runs the tests of the core under the ThreadSanitizer
	TACTUS_CORE=1 $(TEST) --scratch-path .build-tsan --sanitize=thread $(ARGS)

asan: test-packages ## runs the tests of the core under the AddressSanitizer, leaks included
	LSAN_OPTIONS=suppressions=$(CURDIR)/Scripts/lsan.supp:print_suppressions=0 \
	  TACTUS_CORE=1 $(TEST) --scratch-path .build-asan --sanitize=address $(ARGS)

fuzz: packages ## gives what reads messages 1,000,000 that nobody would send, under the AddressSanitizer
	TACTUS_FUZZ=1 $(SWIFT) build -c release --sanitize=address --scratch-path $(FUZZ_BUILD) --product tactus-fuzz
	rm -rf $(FUZZ_BUILD)/corpus
	$(FUZZ_BUILD)/release/tactus-fuzz --prepare $(FUZZ_BUILD)/corpus
	ASAN_OPTIONS=quarantine_size_mb=64 $(FUZZ_BUILD)/release/tactus-fuzz -runs=$(FUZZ_RUNS) -max_len=1024 \
	  -timeout=60 -rss_limit_mb=2048 \
	  -dict=$(FUZZ_BUILD)/corpus/dictionary -artifact_prefix=$(FUZZ_BUILD)/ -print_final_stats=1 \
	  $(FUZZ_BUILD)/corpus/seeds

bench: bench-packages ## times queues, graphs and plugins beside what others have (ARGS="--json FILE")
	$(SWIFT) build -c release --package-path Benchmarks
	$(SWIFT) build -c release --product tactus
	@TACTUS=$$($(SWIFT) build -c release --show-bin-path)/tactus Benchmarks/.build/release/bench $(ARGS)

stress: packages ## puts 100 million items, and sees that none is lost or run twice
	$(SWIFT) build -c release --package-path Benchmarks --product stress
	@Benchmarks/.build/release/stress $(ARGS)

lab: lab-packages ## plays to emulated sound cards in a virtual machine (ARGS="usb es1370")
	$(SWIFT) build -c release --product tactus
	@Lab/run --program $$($(SWIFT) build -c release --show-bin-path)/tactus $(ARGS)

install: packages ## installs program, manual, completions, units, examples and library under PREFIX (/usr/local)
	rm -rf .build-install/library
	$(MAKE) install-library DESTDIR=$(CURDIR)/.build-install/library
	$(SWIFT) build -c release --product tactus --static-swift-stdlib --scratch-path .build-install
	@# Linked statically, it would hide the sanitizer's own malloc from plugins; so it uses the toolchain's runtime.
	TACTUS_AUDIT=1 $(SWIFT) build -c release --product tactus-audit
	PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' Scripts/install-files install .build-install/release/tactus \
	  $$($(SWIFT) build -c release --show-bin-path)/tactus-audit .build-install/library$(PREFIX)

uninstall: ## removes what install put there, and nothing else
	PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' Scripts/install-files uninstall

install-check: ## installs elsewhere, runs that without a toolchain, and sees that nothing is left of it
	Scripts/check-install

install-library: library
	install -D -m 644 $(LIBRARY_BUILD)/release/librtworkq.so $(LIBRARY)/librtworkq.so.$(LIBRARY_VERSION)
	ln -sf librtworkq.so.$(LIBRARY_VERSION) $(LIBRARY)/librtworkq.so.1
	ln -sf librtworkq.so.1 $(LIBRARY)/librtworkq.so
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/include/rtworkq Sources/CRTWorkQ/include/*.h
	install -d $(LIBRARY)/pkgconfig
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(LIBRARY_VERSION)|' Sources/RTWorkQ/rtworkq.pc.in \
	  > $(LIBRARY)/pkgconfig/rtworkq.pc

clean: ## removes everything that was built
	rm -rf .build .build-* Benchmarks/.build*

# An error of make's own, so that what is missing is said in one line.
toolchain:
	@$(eval refusal := $(shell SWIFT='$(SWIFT)' Scripts/require-swift 2>&1))
	@$(if $(refusal),$(error $(refusal)),:)

packages: toolchain
	@Scripts/install-packages run

test-packages: toolchain
	@Scripts/install-packages test

rtsan-packages: toolchain
	@Scripts/install-packages rtsan

bench-packages: toolchain
	@Scripts/install-packages bench

lab-packages: toolchain
	@Scripts/install-packages lab

plugins-packages: toolchain
	@Scripts/install-packages plugins
