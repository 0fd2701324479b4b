package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWorkflows checks this project's own.
func TestWorkflows(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..", "..")
	faults, err := checkWorkflows(root)
	if err != nil || len(faults) > 0 {
		t.Errorf("%v\n%s", err, strings.Join(faults, "\n"))
	}
	faults, err = checkUpdates(root)
	if err != nil || len(faults) > 0 {
		t.Errorf("%v\n%s", err, strings.Join(faults, "\n"))
	}
	for _, name := range []string{"ci.yml", "regenerate.yml", "release.yml"} {
		if _, err := os.Stat(filepath.Join(root, ".github", "workflows", name)); err != nil {
			t.Error(err)
		}
	}
}

const goodWorkflow = `name: w
on: push
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          fetch-depth: 0
          persist-credentials: false
      - run: make test
      - run: |
          make check
          make draft
      - run: git diff --cached --quiet
      - run: git merge-base --is-ancestor HEAD origin/main
  publish:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: write
    steps:
      - uses: actions/attest-build-provenance@e8998f949152b193b063cb0ec769d69d929409be # v2.4.0
        with:
          subject-path: notes.md
      - run: gh release create "$TAG" --verify-tag notes.md
`

// TestWorkflowFaults makes one fault at a time in a good workflow.
func TestWorkflowFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		old, made string
		want      []string
	}{
		"none":               {"name: w", "name: v", nil},
		"a tag":              {"@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2", "@v4", []string{"job test: uses actions/checkout@v4: pin it by the 40 digits of a commit"}},
		"a short commit":     {"@11bd71901bbe5b1630ceea73d27597364c9af683", "@11bd719", []string{"job test: uses actions/checkout@11bd719: pin it by the 40 digits of a commit"}},
		"no version":         {" # v4.2.2", "", []string{"job test: uses actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683: say its version in a comment, as in # v4.2.2"}},
		"no permissions":     {"permissions:\n  contents: read\njobs", "jobs", []string{`permissions: the workflow's own must be "contents: read"; a job that needs more says so itself`}},
		"all permissions":    {"permissions:\n  contents: read\njobs", "permissions: write-all\njobs", []string{`permissions: the workflow's own must be "contents: read"; a job that needs more says so itself`}},
		"to write":           {"  contents: read\njobs", "  contents: write\njobs", []string{`permissions: the workflow's own must be "contents: read"; a job that needs more says so itself`}},
		"credentials":        {"          persist-credentials: false\n", "", []string{"job test: checkout: a job that only reads needs persist-credentials: false"}},
		"no history":         {"          fetch-depth: 0\n", "", []string{"job test: checkout: changes are reported since tags, which need fetch-depth: 0"}},
		"no such target":     {"make test", "make tests", []string{"job test: run make tests: the Makefile has no such target"}},
		"a second command":   {"make check", "make check && curl https://example.com", []string{"job test: run make check && curl https://example.com: only make targets and the known lines of git and gh"}},
		"another command":    {"make check", "go test ./...", []string{"job test: run go test ./...: only make targets and the known lines of git and gh"}},
		"an expression":      {"make check", "git push origin ${{ github.head_ref }}", []string{"job test: run git push origin ${{ github.head_ref }}: only make targets and the known lines of git and gh"}},
		"after git":          {"git diff --cached --quiet", "git diff --quiet; rm x", []string{"job test: run git diff --quiet; rm x: only make targets and the known lines of git and gh"}},
		"no end":             {"    timeout-minutes: 5\n    steps", "    steps", []string{"job test: timeout-minutes is missing"}},
		"ours with writing":  {`gh release create "$TAG" --verify-tag notes.md`, "make test", []string{"job publish: run make test: a job that may write runs nothing of this project"}},
		"all of CI, writing": {`gh release create "$TAG" --verify-tag notes.md`, ".ci/run", []string{"job publish: checkout: changes are reported since tags, which need fetch-depth: 0", "job publish: run .ci/run: a job that may write runs nothing of this project"}},
	} {
		if !strings.Contains(goodWorkflow, test.old) {
			t.Fatalf("%s: the workflow has no %q", name, test.old)
		}
		got, err := checkWorkflow([]byte(strings.Replace(goodWorkflow, test.old, test.made, 1)), []string{"test", "check", "draft"})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: faults (-want +got):\n%s", name, diff)
		}
	}
}

// TestUpdateFaults: every module is renewed, and only what is there.
func TestUpdateFaults(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "", "tool/go.mod": "", ".hidden/go.mod": "",
		".github/dependabot.yml": "updates:\n  - package-ecosystem: gomod\n    directories: [/, /gone]\n  - package-ecosystem: npm\n    directory: /\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := checkUpdates(root)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"nobody renews the workflows' actions", "nobody renews the modules that /tool stands on", "/gone has no go.mod"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}
