package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const compareData = "../../internal/upstream/openapi/testdata/"

// line runs a command line that keeps no logins.
func line(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestCompare(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	patch := filepath.Join(folder, "halo.patch")
	args := []string{"compare", "halo", "--specs", compareData + "specs", "--with", compareData + "halo-2025.json"}
	code, out, errs := line(t, append(args, "--propose", patch)...)
	if code != exitDiffers || !strings.Contains(out, "+ field CRMNote.facebookid: string") {
		t.Errorf("exit %d: %s\n%s", code, errs, out)
	}
	written, err := os.ReadFile(patch)
	if err != nil || !strings.Contains(string(written), "\n+        facebookid: {type: string") || !strings.Contains(string(written), `source: "halo-2025.json, version v2"`) {
		t.Errorf("%v\n%s", err, written)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "*")); len(left) != 1 {
		t.Errorf("left behind: %q", left)
	}
	code, out, errs = line(t, append(args, "--format", "json", "--propose", "-", "--source", "A live server")...)
	var report struct{ Differences []any }
	if err := json.Unmarshal([]byte(errs[:strings.LastIndex(errs, "}")+1]), &report); code != exitDiffers || err != nil || len(report.Differences) != 21 {
		t.Errorf("exit %d, %v, %d differences", code, err, len(report.Differences))
	}
	if !strings.HasPrefix(out, "diff --git ") || !strings.Contains(out, "source: A live server") {
		t.Errorf("the patch on standard output:\n%s", out)
	}
}

func TestCompareWithItself(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "spiro.json")
	_, document, _ := line(t, "spec", "spiro")
	if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	patch := file + ".patch"
	code, out, errs := line(t, "compare", "spiro", "--with", file, "--propose", patch)
	if _, err := os.Stat(patch); err == nil || code != 0 || !strings.Contains(out, "differences: 0") {
		t.Errorf("exit %d: %s, %v\n%s", code, errs, err, out)
	}
}

// TestCompareThatCouldNotSee: a document of which a part can't be read doesn't count as the same.
func TestCompareThatCouldNotSee(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "spiro.json")
	_, document, _ := line(t, "spec", "spiro")
	cut := strings.ReplaceAll(document, "#/components/schemas/CompanyAttributes", "company.yaml#/Attributes")
	if err := os.WriteFile(file, []byte(cut), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := line(t, "compare", "spiro", "--with", file)
	if code != exitUnseen || !strings.Contains(out, "$ref company.yaml#/Attributes leads nowhere") || !strings.Contains(errs, "1 things could not") {
		t.Errorf("exit %d: %s\n%s", code, errs, out)
	}
}

func TestCompareRefuses(t *testing.T) {
	t.Parallel()
	args := []string{"compare", "halo", "--specs", compareData + "specs", "--with", compareData + "halo-2025.json"}
	for _, test := range []struct {
		code int
		want string
		args []string
	}{
		{2, "--with: give", []string{"compare", "halo"}},
		{2, "VENDOR", []string{"compare", "acme", "--with", "a.json"}},
		{2, `--format: "xml"`, append(args, "--format", "xml")},
		{2, "--source needs --propose", append(args, "--source", "x")},
		{2, "--source: give one line", append(args, "--propose", "-", "--source", "x\ny")},
		{1, "no such file", []string{"compare", "halo", "--with", filepath.Join(t.TempDir(), "none.json")}},
		{1, "no paths", []string{"compare", "halo", "--with", compareData + "specs/halo/ledger.yaml"}},
		{1, "is a folder", append(args, "--propose", t.TempDir())},
	} {
		if code, out, errs := line(t, test.args...); code != test.code || !strings.Contains(errs, test.want) {
			t.Errorf("%q: exit %d, want %d with %q; printed:\n%s%s", test.args, code, test.code, test.want, out, errs)
		}
	}
}
