# `make demo` and `make test` are the two commands to begin with: they need Go and nothing else. What a target needs beside
# it (a C compiler, a database, a proxy) is said with it.

GO ?= go

# Without the folder in what is compiled, a copy of the module (a clone, a worktree, internal/fixture/newvendor's) finds in the build
# cache what another has compiled.
export GOFLAGS := $(strip $(GOFLAGS) -trimpath)

# A package's tests take seconds; this is for a machine that is busy with something else.
TIMEOUT ?= 30m

.PHONY: help generate snapshots demo test test-system outdated test-race test-newvendor test-drills test-postgres test-sqlite test-proxies test-keyring test-otel test-mcp test-inspector test-docs test-changes lint-documents test-generators test-prism drill check bench \
	cost lint fuzz \
	upstream changes changes-check draft release release-check

help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

generate: ## Make the clients under gen/ from the documents under specs/.
	$(GO) generate ./...

snapshots: ## Write the snapshots of every operation's requests and response anew; their diff is what a change does to the wire.
	$(GO) test ./internal/conformance -run TestSnapshots -update

demo: ## Build and run the real clients against simulators of all vendors.
	$(GO) run ./internal/tools/demo

test: ## Run every test but the drills, without the race detector.
	@.ci/heartbeat $(GO) test -timeout $(TIMEOUT) ./...

test-race: ## Run the same tests with the race detector, which needs a C compiler.
	@command -v "$$($(GO) env CC)" >/dev/null || { echo "make test-race: the race detector needs a C compiler ($$($(GO) env CC)); make test needs none"; exit 1; }
	@CGO_ENABLED=1 .ci/heartbeat $(GO) test -race -timeout $(TIMEOUT) ./...

test-system: ## Run the tests of what differs between systems: the command line, credentials, stores and their locks, the simulators.
	$(GO) test -timeout $(TIMEOUT) ./auth/... ./cmd/... ./rest/... ./vendortest

test-newvendor: ## Add a made-up vendor to a copy of the module, and test that nothing else need change.
	VENDORKIT_NEW_VENDOR=yes $(GO) test -v -timeout $(TIMEOUT) ./internal/fixture/newvendor

test-drills: ## Run the drills, short: crowds and killed processes on one file store. They need a quiet machine.
	VENDORKIT_DRILL=short $(GO) test -v -timeout $(TIMEOUT) -run 'Crowd|Killed' ./auth

test-postgres: ## Run the SQL store's and the shared pace's tests, on SQLite and a PostgreSQL and PgBouncer of their own (installed if need be).
	cd auth/sqltest && VENDORKIT_DRILL=short ./with-postgres $(GO) test -timeout $(TIMEOUT) ./...

test-sqlite: ## Run them on SQLite by three drivers: modernc, ncruces and, where there is a C compiler, mattn.
	cd auth/sqltest && VENDORKIT_DRILL=short $(GO) test -timeout $(TIMEOUT) -run 'SQLite|Pace|Schema|Window|Table|Rows|Names|Settings' ./...
	@if command -v "$$($(GO) env CC)" >/dev/null; then \
		cd auth/sqltest && VENDORKIT_DRILL=short CGO_ENABLED=1 $(GO) test -timeout $(TIMEOUT) -tags mattn -run 'SQLite|Pace|Schema|Window|Table|Rows|Names|Settings' ./...; \
	else echo "mattn/go-sqlite3 isn't tested: it needs a C compiler ($$($(GO) env CC))"; fi

test-proxies: ## Run the client through nginx, HAProxy, tinyproxy and Squid (installed if need be), all on loopback.
	internal/proxies/with-proxies $(GO) test -v -timeout $(TIMEOUT) ./internal/proxies

test-keyring: ## Run the tests of the keyring store, a module of its own.
	cd auth/keyring && $(GO) test -race ./...

test-otel: ## Run the tests of the OpenTelemetry example, a module of its own.
	cd rest/otelexample && $(GO) test -race ./...

test-mcp: ## Run the tests of the MCP server, a module of its own.
	cd cmd/vendorkit-mcp && $(GO) test ./...

test-inspector: ## Call the MCP server by the protocol's public inspector. Needs Node and npx, too.
	cd cmd/vendorkit-mcp && VENDORKIT_INSPECTOR=yes $(GO) test -v -run Inspector ./...

test-docs: ## Look at the reference of `vendorkit docs` in a headless Chromium (installed if need be; REQUIRED=yes fails without; MEASURE=yes says how long things take).
	cd internal/reference/browsertest && $(if $(REQUIRED),VENDORKIT_CHROMIUM=required) $(if $(MEASURE),VENDORKIT_MEASURE=yes) ./with-chromium $(GO) test -v -timeout $(TIMEOUT) $(if $(MEASURE),-run Measure) .

test-changes: ## Run the tests of what reports changes, a module of its own.
	cd internal/release/apidiff && $(GO) test -race ./...

lint-documents: ## Lint the four documents by Redocly and Spectral, error rules only. Needs Node and npm (OPTIONAL=yes: skipped without).
	cd internal/tools/documents && $(GO) run . $(if $(OPTIONAL),-optional) lint

test-generators: ## Make clients of the four documents by other people's generators and compile them (some minutes). Needs Node and npm, too.
	cd internal/tools/documents && $(GO) run . $(if $(OPTIONAL),-optional) generate

test-prism: ## Run the clients against Prism's mocks of three documents. Needs Node and npm, too.
	cd internal/tools/documents && $(GO) run . $(if $(OPTIONAL),-optional) prism

drill: ## Run the drills long: 30 s of crowds, 200 kills per vendor, on files, SQLite and PostgreSQL.
	VENDORKIT_DRILL=long $(GO) test -race -v -timeout 30m -run 'Crowd|Killed' ./auth
	cd auth/sqltest && VENDORKIT_DRILL=long ./with-postgres $(GO) test -race -v -timeout 60m -run 'Crowd|Killed' ./...

check: ## Fail when what is generated isn't what the documents say, or when something isn't tidy.
	$(GO) run ./internal/tools/check

release-check: ## Fail while a ledger has an entry that isn't worked into its document.
	$(GO) run ./internal/tools/check -release

lint: ## Run gofmt, and vet and staticcheck over every module.
	@test -z "$$(gofmt -l .)" || { echo "gofmt would change:"; gofmt -l .; exit 1; }
	@for module in $$(find . -name go.mod -not -path './internal/tools/lint/*' -exec dirname {} \;); do \
		echo "lint $$module"; \
		(cd $$module && $(GO) vet ./... && $(GO) tool -modfile="$(CURDIR)/internal/tools/lint/go.mod" staticcheck ./...) || exit 1; \
	done

bench: ## Run the benchmarks beside their rivals: stock oapi-codegen, net/http by hand (on Go 1.27 also json/v2), x/oauth2 (AGAINST=COMMIT: in turns with that commit's).
ifdef AGAINST
	@GO="$(GO)" internal/bench/beside $(AGAINST) $(ROUNDS)
else
	$(GO) test -run '^$$' -bench . -benchmem ./auth
	cd internal/bench && $(GO) test -run '^$$' -bench . -count 6 . | $(GO) tool benchstat -col /impl /dev/stdin
endif

cost: ## Report what the packages cost to generate, compile, link, edit and read, beside stock oapi-codegen's (VENDOR=halo for one; AGAINST=COMMIT beside that; GROWTH=yes: how the pipeline grows; CONFORMANCE=yes: those tests under the race detector).
	$(GO) run ./internal/tools/cost $(if $(GROWTH),-growth,$(if $(CONFORMANCE),-conformance,-editor -pages)) $(if $(AGAINST),-against $(AGAINST)) $(VENDOR)

fuzz: ## Run each fuzz target for a minute.
	$(GO) run ./internal/tools/check -fuzz 1m

outdated: ## List the modules that this one and those beside it require directly and of which there is a newer version.
	@for mod in $$(git ls-files '*go.mod'); do (cd $$(dirname $$mod) && \
		$(GO) list -m -f '{{if not (or .Main .Indirect .Replace)}}{{.Path}}{{end}}' all | grep . | \
		xargs $(GO) list -m -u -e -f "{{if .Update}}$$mod: {{.Path}} {{.Version}}, newest {{.Update.Version}}{{end}}" | grep . || true); \
	done

upstream: ## List what the vendors' changelogs have and the ledgers don't (ACCEPT=yes writes it there as stubs).
	$(GO) run ./cmd/vendorkit upstream $(VENDOR) $(if $(ACCEPT),--accept)

changes: ## Draft the changelog since a version: make changes SINCE=v0.1.0 (FORMAT=json for a program).
	cd internal/release/apidiff && $(GO) run . -root ../../.. -since "$(SINCE)" -format "$(or $(FORMAT),markdown)"

changes-check: ## Fail when CHANGELOG.md doesn't announce a breaking change since the latest version (or SINCE).
	cd internal/release/apidiff && $(GO) run . -root ../../.. -check -since "$(SINCE)"

draft: ## Write the draft since the latest version to .release/changes.md.
	mkdir -p .release && cd internal/release/apidiff && $(GO) run . -root ../../.. -latest -output ../../../.release/changes.md

release: release-check ## Build vendorkit for every platform into .release, with checksums and the draft.
	$(GO) run ./internal/release/build .release
	$(MAKE) draft
