# Carrel's build, for people and for packagers. `make help` lists the targets.

PREFIX ?= /usr/local
DESTDIR ?=
# debug or release; what `demo` and `install` take.
CONFIGURATION ?= release
# For `make test`: a regular expression of test names.
FILTER ?=

SWIFT ?= swift
# Where everything is built.
CARREL_BUILD ?= .build
export PATH := $(PATH):/opt/swift/usr/bin

BUILT := $(CARREL_BUILD)/$(CONFIGURATION)
BIN := $(DESTDIR)$(PREFIX)/bin
LIBEXEC := $(DESTDIR)$(PREFIX)/libexec/carrel
SHARE := $(DESTDIR)$(PREFIX)/share

.DEFAULT_GOAL := build
.PHONY: help deps build debug build-tests test demo install uninstall bench soak fuzz pictures lint format agents clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

deps: ## install the Debian packages that are missing
	@.ci/setup

build: ## the program and its warden in .build/release, with Swift's library inside
	$(SWIFT) build --scratch-path $(CARREL_BUILD) -c release --static-swift-stdlib -Xlinker -s -Xlinker --gc-sections --product carrel-warden
	$(SWIFT) build --scratch-path $(CARREL_BUILD) -c release --static-swift-stdlib -Xlinker -s -Xlinker --gc-sections --product carrel

debug: ## the same in .build/debug
	$(SWIFT) build --scratch-path $(CARREL_BUILD) --product carrel-warden
	$(SWIFT) build --scratch-path $(CARREL_BUILD) --product carrel

build-tests:
	$(SWIFT) build --scratch-path $(CARREL_BUILD) --build-tests

test: deps build-tests ## all tests, or FILTER=NAMES
	CARREL_BUILD=$(CARREL_BUILD) .ci/test $(if $(FILTER),--filter '$(FILTER)')

demo: deps $(if $(filter debug,$(CONFIGURATION)),debug,build) ## show Carrel at work on a made-up repository
	$(BUILT)/carrel demo

install: ## put what was built under PREFIX (and DESTDIR)
	@test -x $(BUILT)/carrel && test -x $(BUILT)/carrel-warden || { echo "install: nothing is built in $(BUILT); run 'make build' first" >&2; exit 1; }
	install -d $(BIN) $(LIBEXEC) $(SHARE)/carrel/themes $(SHARE)/man/man1 \
	  $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	install -m 755 $(BUILT)/carrel $(BIN)/carrel
	install -m 755 $(BUILT)/carrel-warden $(LIBEXEC)/carrel-warden
	install -m 644 LICENSE $(SHARE)/carrel/LICENSE
	set -e; for theme in themes/*.toml; do test ! -e "$$theme" || install -m 644 "$$theme" $(SHARE)/carrel/themes/; done
	$(BUILT)/carrel manual > $(SHARE)/man/man1/carrel.1
	$(BUILT)/carrel completions bash > $(SHARE)/bash-completion/completions/carrel
	$(BUILT)/carrel completions zsh > $(SHARE)/zsh/site-functions/_carrel
	$(BUILT)/carrel completions fish > $(SHARE)/fish/vendor_completions.d/carrel.fish

uninstall: ## remove what install put there; tasks and configuration stay
	rm -f $(BIN)/carrel $(SHARE)/man/man1/carrel.1 $(SHARE)/bash-completion/completions/carrel \
	  $(SHARE)/zsh/site-functions/_carrel $(SHARE)/fish/vendor_completions.d/carrel.fish
	rm -rf $(LIBEXEC) $(SHARE)/carrel

bench: build ## how quick Carrel is, beside less, tig, htop, jq and git; SECTIONS="start keys …" for some
	@command -v tig htop jq strace >/dev/null || echo "bench: more figures with: apt-get install less tig htop jq strace" >&2
	$(SWIFT) build --scratch-path $(CARREL_BUILD) -c release --static-swift-stdlib --product carrel-bench
	$(SWIFT) build --scratch-path $(CARREL_BUILD) -c release --product carrel-floor
	@$(BUILT)/carrel-bench $(BUILT)/carrel $(SECTIONS)

soak: deps build-tests ## the tests with many more rounds of kill -9 and the like
	CARREL_SOAK=1 CARREL_BUILD=$(CARREL_BUILD) .ci/test $(if $(FILTER),--filter '$(FILTER)')

fuzz: ## what reads bytes from outside, with the address sanitiser and ROUNDS changed inputs each (SEED: repeatable)
	CARREL_SANITIZER=1 $(SWIFT) build --scratch-path $(CARREL_BUILD)-address --sanitize=address --product carrel-fuzz
	$(CARREL_BUILD)-address/debug/carrel-fuzz all $(or $(ROUNDS),200000) $(or $(SEED),$$(date +%s))

pictures: build-tests ## draw the pictures of the README anew, from the golden screens
	CARREL_UPDATE_PICTURES=1 CARREL_BUILD=$(CARREL_BUILD) .ci/test --filter PicturesTests

lint: ## the style of every Swift file
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Package.swift

format: ## put every Swift file into that style
	$(SWIFT) format --in-place --recursive --parallel Sources Tests Package.swift

agents: ## fetch the real claude, codex, aider, gptme and vibe for the tests against real agents
	@.ci/install-agents

clean: ## remove what was built
	rm -rf $(CARREL_BUILD)
