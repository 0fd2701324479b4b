package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	shopChangelog = "## 5 May 2025\n\nBaskets lose their colour: GET `/baskets/{id}`.\n\n## 1 May 2025\n\nShelves know the one above.\n"
	shopLedger    = "vendor: shop\nchangelog: {url: %, note: None is published.}\nentries: # newest first\n  - date: \"2025-05-01\"\n    title: Shelves\n    source: news.md\n    change: none\n    document: Nothing.\n"
)

// shop makes a folder of documents with one vendor, and returns a function that runs upstream on it.
func shop(t *testing.T, url string) (ledger string, upstream func(args ...string) (code int, out, errs string)) {
	t.Helper()
	dir := t.TempDir()
	ledger = filepath.Join(dir, "shop", "ledger.yaml")
	for name, text := range map[string]string{"shop/ledger.yaml": strings.Replace(shopLedger, "%", url, 1), "shop/openapi.yaml": "openapi: 3.0.3\n", "news.md": shopChangelog} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return ledger, func(args ...string) (int, string, string) {
		var out, errs bytes.Buffer
		for i := range args {
			args[i] = strings.ReplaceAll(args[i], "DIR", dir)
		}
		code := run(t.Context(), append([]string{"upstream", "--specs", dir}, args...), &out, &errs)
		return code, out.String(), errs.String()
	}
}

func TestUpstream(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(shopChangelog)) }))
	defer server.Close()
	file, upstream := shop(t, server.URL+"/news.md")

	code, out, errs := upstream("shop")
	if code != codeNews || !strings.Contains(out, "2 entries in "+server.URL+"/news.md: 1 new, 0 edited; 0 open") ||
		!strings.Contains(out, "new     2025-05-05 line 1    Baskets lose") || !strings.Contains(out, "names   GET /baskets/{id}") || !strings.Contains(errs, "--accept") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	if data, _ := os.ReadFile(file); strings.Contains(string(data), "2025-05-05") {
		t.Error("the ledger was written without --accept")
	}

	code, out, _ = upstream("--format", "json") // all vendors whose ledger names a changelog
	var reports []struct {
		Vendor string
		New    []struct {
			Date, Heading string
			Line          int
			Names         []string
		}
		Edited, Gone, Open []any
	}
	if err := json.Unmarshal([]byte(out), &reports); err != nil || code != codeNews || len(reports) != 1 || len(reports[0].New) != 1 ||
		reports[0].New[0].Heading != "5 May 2025" || reports[0].Edited == nil || reports[0].Open == nil {
		t.Errorf("exit %d, %v\n%s", code, err, out)
	}

	if code, out, errs = upstream("shop", "--accept"); code != 0 || !strings.Contains(out, "written to the ledger") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	once, _ := os.ReadFile(file)
	if strings.Count(string(once), "status: open") != 1 || strings.Count(string(once), "fingerprint:") != 2 {
		t.Errorf("written:\n%s", once)
	}
	code, out, _ = upstream("shop", "--accept", "--from", "DIR/news.md") // the same from a file, and nothing to do
	if twice, _ := os.ReadFile(file); code != 0 || !bytes.Equal(once, twice) || strings.Contains(out, "written") {
		t.Errorf("exit %d\n%s\n%s", code, out, twice)
	}
	if code, out, _ = upstream("shop"); code != 0 || !strings.Contains(out, "0 new, 0 edited; 1 open") || !strings.Contains(out, "open    2025-05-05 TODO") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

func TestUpstreamErrors(t *testing.T) {
	t.Parallel()
	file, upstream := shop(t, "null")
	for _, test := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"no changelog is known", []string{"shop"}, 1, "its ledger names no changelog (None is published.); give --from"},
		{"none of any vendor", nil, 1, "no ledger names the address"},
		{"an unknown vendor", []string{"stall"}, 2, "give one of shop"},
		{"from without a vendor", []string{"--from", "x"}, 2, "name the VENDOR"},
		{"a format", []string{"shop", "--format", "xml"}, 2, "neither text nor json"},
		{"no file", []string{"shop", "--from", "DIR/none"}, 1, "no such file"},
		{"a changelog over plain http", []string{"shop", "--from", "http://example.com/x"}, 1, "isn't https"},
		{"no documents", []string{"shop", "--specs", "DIR/none"}, 2, `"shop" is unknown`},
	} {
		if code, out, errs := upstream(test.args...); code != test.code || !strings.Contains(errs, test.want) {
			t.Errorf("%s: exit %d, want %d with %q\n%s%s", test.name, code, test.code, test.want, out, errs)
		}
	}
	if err := os.WriteFile(file, []byte("vendor: shop\nentries: [{date: soon}]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := upstream("shop", "--from", "DIR/news.md", "--accept"); code != 1 || !strings.Contains(errs, `"soon" is no date`) {
		t.Errorf("a broken ledger: exit %d, %s", code, errs)
	}
	var out, errs bytes.Buffer // the built-in ledgers are read, and can't be written
	if code := run(t.Context(), []string{"upstream", "spiro"}, &out, &errs); code != 1 || !strings.Contains(errs.String(), "spiro: its ledger names no changelog") {
		t.Errorf("built in: exit %d, %s", code, errs.String())
	}
	if code := run(t.Context(), []string{"upstream", "spiro", "--accept", "--from", file}, &out, &errs); code != 2 || !strings.Contains(errs.String(), "run it in the module's folder") {
		t.Errorf("--accept without a folder: exit %d, %s", code, errs.String())
	}
}
