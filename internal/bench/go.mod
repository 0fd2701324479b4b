module github.com/seed-8da6be54/vendorkit/internal/bench

go 1.26.0

require (
	github.com/google/go-github/v93 v93.0.0
	github.com/oapi-codegen/runtime v1.9.0
	github.com/seed-8da6be54/vendorkit v0.0.0-00010101000000-000000000000
)

require (
	github.com/aclements/go-moremath v0.0.0-20210112150236-f10218a38794 // indirect
	github.com/apapsch/go-jsonmerge/v2 v2.0.0 // indirect
	github.com/google/go-querystring v1.2.0 // indirect
	github.com/google/uuid v1.6.0 // indirect
	golang.org/x/oauth2 v0.38.0 // indirect
	golang.org/x/perf v0.0.0-20260908200009-22c9c6c9d4da // indirect
)

replace github.com/seed-8da6be54/vendorkit => ../..

tool golang.org/x/perf/cmd/benchstat
