# `make` alone lists the targets. Tests, the program and CI all go through here.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

CONFIG ?= Examples/local/gateway.yaml
# More words for the gateway's command line, as in: make run ARGS='--help'
ARGS ?=
# How long the fuzzer runs.
SECONDS ?= 60
# Which sanitizers `make sanitize` builds with, one after the other.
SANITIZER ?= thread address

# The release is one file that brings the Swift runtime along: nothing to install beside it, and
# calls into the runtime are direct. That accesses to memory exclude each other, which the tests check
# as they run, it does not check again at each access.
RELEASE := swift build -c release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked

# What serves a whole day's traffic: optimised across its modules, where the linker sees the whole
# program at once and takes 10 GB, then laid out by what it runs (scripts/optimize), for which the
# linker leaves its relocations.
WHOLE := $(RELEASE) --product smug --scratch-path .build/whole --experimental-lto-mode=full \
	-Xlinker --emit-relocs
DEPLOYED := .build/deploy/smug

SWIFT_DIRS := $(wildcard Package.swift Sources Tests Examples Fuzz)
PYTHON_DIRS := $(wildcard Tests/outside)
BASH_FILES := $(wildcard scripts/setup scripts/sanitize .ci/run benchmark/run)

.PHONY: help run test test-swift test-outside build release layout format lint bench fuzz sanitize clean setup

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s%s\n", $$1, $$2 }' Makefile

run: ## start the gateway on 127.0.0.1:3000 with a Lambda on this machine behind it (CONFIG=, ARGS=)
	@scripts/setup build
	@echo 'Building the gateway (the first time takes a few minutes) …'
	@$(RELEASE)
	@SMUG_INCLUDE_BATCH_SIZE_HEADER=$${SMUG_INCLUDE_BATCH_SIZE_HEADER-1} \
		exec "$$($(RELEASE) --show-bin-path)/smug" gateway --config '$(CONFIG)' --local $(ARGS)

test: test-swift test-outside ## run every test; the command that CI runs

test-swift: ## run the package's own tests (FILTER=SomeTests runs those alone)
	@scripts/setup build
	swift build --build-tests
	swift test --skip-build --disable-xctest $(if $(FILTER),--filter '$(FILTER)')

test-outside: ## run the built program against real clients and a misbehaving Lambda
	@scripts/setup
	swift build --product smug
	SMUG_BIN="$$(swift build --show-bin-path)/smug" .venv/bin/python -m pytest Tests/outside

build: ## build the program and the examples, optimised
	@scripts/setup build
	$(RELEASE)

release: ## build the program to deploy, optimised as a whole (10 GB of memory, some minutes)
	@scripts/setup release
	$(WHOLE)
	scripts/optimize .build/whole/release/smug $(DEPLOYED)
	@echo 'The program is $(DEPLOYED)'

layout: ## list anew what every request runs, for the layout of the next release
	@scripts/setup build
	$(WHOLE)
	SMUG_BIN="$(CURDIR)/.build/whole/release/smug" benchmark/hot-functions

format: ## put every Swift file into the house's shape
	swift format --in-place --parallel --recursive $(SWIFT_DIRS)

lint: ## check shape, imports and scripts without running anything
	@scripts/setup
	swift format lint --strict --parallel --recursive $(SWIFT_DIRS)
	swift build --build-tests --explicit-target-dependency-import-check error
	@for file in $(BASH_FILES); do echo "bash -n $$file"; bash -n "$$file"; done
	.venv/bin/python -m compileall -q $(PYTHON_DIRS)

bench: release ## measure the program to deploy, beside its peers where their yard is
	SMUG_BIN='$(CURDIR)/$(DEPLOYED)' benchmark/run

# The fuzzer brings a second `main`, which the first one hides. The runtime's own backtraces would be
# an error in the sanitizer's eyes, and hide the trap.
fuzz: ## feed the parsers what a fuzzer thinks of, under the address sanitizer (SECONDS=60)
	@scripts/setup build
	SMUG_FUZZ=1 swift build --product fuzz --scratch-path .build/fuzz \
		-Xswiftc -sanitize=fuzzer,address -Xlinker -z -Xlinker muldefs
	@mkdir -p .build/fuzz/corpus
	cd .build/fuzz && SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 debug/fuzz -max_total_time=$(SECONDS) -max_len=4096 -timeout=10 \
		corpus ../../Fuzz/seeds

# What a sanitizer has not looked into (libuv, libcurl, libyaml, OpenSSL) it knows only by the locks and the
# memory of the system.
sanitize: ## run the tests and the program under the sanitizers (SANITIZER=thread, FILTER=, OUTSIDE=)
	@scripts/setup
	@for sanitizer in $(SANITIZER); do scripts/sanitize $$sanitizer '$(FILTER)' '$(OUTSIDE)'; done

clean: ## remove what was built and installed here
	rm -rf .build .venv
	find Tests -name __pycache__ -type d -prune -exec rm -rf {} +

setup: ## install what is missing: system libraries, and Python packages for the tests
	@scripts/setup
