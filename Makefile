SWIFT ?= swift
ARGS ?=
SESSION ?= configs/demo.yaml
PREFIX ?= /usr/local
DESTDIR ?=

export SWIFT

# Tests start servers and real-time threads: one at a time.
TEST := $(SWIFT) test --no-parallel --disable-xctest
SOURCES := Sources Tests Examples Scripts Benchmarks Package.swift
SHARE := $(DESTDIR)$(PREFIX)/share/tactus

.PHONY: help run test build lint format rtsan tsan asan bench stress install clean toolchain packages test-packages bench-packages

help: ## lists the verbs
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

run: packages ## installs what is missing, builds, plays the demo session (ARGS="--duration 30")
	$(SWIFT) build -c release --product tactus
	@$$($(SWIFT) build -c release --show-bin-path)/tactus run $(SESSION) $(ARGS)

test: test-packages ## installs what is missing, builds, runs every test
	$(TEST)

build: packages ## builds for development
	$(SWIFT) build --build-tests

lint: toolchain ## checks the format, and that the cycle takes no locks
	$(SWIFT) format lint --strict -r $(SOURCES)
	Scripts/check-cycle --self-test
	Scripts/check-cycle

format: toolchain ## formats the sources in place
	$(SWIFT) format -i -r $(SOURCES)

rtsan: packages ## runs sessions under the RealtimeSanitizer
	Scripts/rtsan

tsan: test-packages ## runs the tests of queues and cells under the ThreadSanitizer
	$(TEST) --scratch-path .build-tsan --sanitize=thread \
	  --filter 'RealtimeTests|WorkQueuesTests|GraphTests|TelemetryTests'

asan: test-packages ## runs the tests of the core under the AddressSanitizer, leaks included
	$(TEST) --scratch-path .build-asan --sanitize=address \
	  --filter 'RealtimeTests|WorkQueuesTests|GraphTests'

bench: bench-packages ## times the work queues beside other libraries' (ARGS="--json FILE")
	$(SWIFT) build -c release --package-path Benchmarks
	@Benchmarks/.build/release/bench $(ARGS)

stress: bench-packages ## puts 100 million items, and sees that none is lost or run twice
	$(SWIFT) build -c release --package-path Benchmarks
	@Benchmarks/.build/release/bench stress $(ARGS)

install: packages ## installs the program under PREFIX (/usr/local), its examples beside it
	$(SWIFT) build -c release --product tactus --static-swift-stdlib --scratch-path .build-install
	install -D -m 755 .build-install/release/tactus $(DESTDIR)$(PREFIX)/bin/tactus
	find configs assets -type f -exec install -D -m 644 {} $(SHARE)/{} \;

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

bench-packages: toolchain
	@Scripts/install-packages bench
