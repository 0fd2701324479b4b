package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

const trustedWorkflow = `jobs:
  build:
    steps:
      - run: git merge-base --is-ancestor HEAD origin/main
  publish:
    steps:
      - run: git apply --index --include='specs/*' proposal.patch
      - uses: actions/attest-build-provenance@e8998f949152b193b063cb0ec769d69d929409be # v2.4.0
        with:
          subject-path: |
            out/kit_*
            out/checksums.txt
      - run: gh release create "$TAG" --verify-tag --title "$TAG" --notes-file changes.md out/kit_* out/checksums.txt
`

// TestTrustFaults makes one fault at a time in a workflow that takes nothing unbounded.
func TestTrustFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		old, made string
		want      []string
	}{
		"none":                   {"", "", nil},
		"a patch of anything":    {"--include='specs/*' ", "", []string{"job publish: run git apply --index proposal.patch: a patch may change documents only: --include='specs/*'"}},
		"a patch of more":        {"'specs/*'", "'*'", []string{"job publish: run git apply --index --include='*' proposal.patch: a patch may change documents only: --include='specs/*'"}},
		"checksums on their own": {"            out/checksums.txt\n", "", []string{"job publish: out/checksums.txt is published, and the statement of origin leaves it out"}},
		"programs on their own":  {"            out/kit_*\n", "", []string{"job publish: out/kit_* is published, and the statement of origin leaves it out"}},
		"no statement":           {"actions/attest-build-provenance@", "actions/stale@", []string{"job publish: what is published has no statement of origin (actions/attest-build-provenance)"}},
		"any commit":             {"git merge-base --is-ancestor HEAD origin/main", "git fetch", []string{"nothing checks that the tagged commit is on main: git merge-base --is-ancestor HEAD origin/main"}},
		"another branch":         {"origin/main", "origin/next", []string{"nothing checks that the tagged commit is on main: git merge-base --is-ancestor HEAD origin/main"}},
	} {
		if !strings.Contains(trustedWorkflow, test.old) {
			t.Fatalf("%s: the workflow has no %q", name, test.old)
		}
		var w workflow
		if err := yaml.Unmarshal([]byte(strings.Replace(trustedWorkflow, test.old, test.made, 1)), &w); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, checkTrust(w)); diff != "" {
			t.Errorf("%s: faults (-want +got):\n%s", name, diff)
		}
	}
}
