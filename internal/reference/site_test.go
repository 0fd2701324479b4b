package reference_test

import (
	"bytes"
	"compress/gzip"
	"html"
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/reference"
)

var everything = sync.OnceValues(func() (*reference.Site, error) { return reference.New(catalog.Vendors()...) })

func site(t *testing.T) *reference.Site {
	t.Helper()
	s, err := everything()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func read(t *testing.T, s *reference.Site, name string) string {
	t.Helper()
	data, err := s.ReadFile(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(data)
}

var (
	ids   = regexp.MustCompile(` id="([^"]*)"`)
	hrefs = regexp.MustCompile(` href="([^"]*)"`)
	// loads is what a browser fetches by itself.
	loads = regexp.MustCompile(`<(?:script|link|img|iframe|object|embed|source|video|audio|form|base)\b[^>]*?(?: (?:src|href|data|action)="([^"]*)")`)
)

// idsOf are the fragments of a page, of which none stands twice.
func idsOf(t *testing.T, name, page string) map[string]bool {
	found := map[string]bool{}
	for _, m := range ids.FindAllStringSubmatch(page, -1) {
		if id := html.UnescapeString(m[1]); found[id] {
			t.Errorf("%s: the id %q stands twice", name, id)
		} else {
			found[id] = true
		}
	}
	return found
}

func TestLinksLeadSomewhere(t *testing.T) {
	s := site(t)
	fragments := map[string]map[string]bool{}
	for _, name := range s.Names() {
		if strings.HasSuffix(name, ".html") {
			fragments[name] = idsOf(t, name, read(t, s, name))
		} else {
			fragments[name] = nil
		}
	}
	links := 0
	for name := range fragments {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for _, m := range hrefs.FindAllStringSubmatch(read(t, s, name), -1) {
			to, err := url.Parse(html.UnescapeString(m[1]))
			if err != nil {
				t.Errorf("%s: %q: %v", name, m[1], err)
				continue
			}
			if to.Host != "" {
				if to.Scheme != "https" {
					t.Errorf("%s: %q leads to another host without https", name, m[1])
				}
				continue
			}
			links++
			at := name
			if to.Path != "" {
				at = path.Join(path.Dir(name), to.Path)
			}
			found, ok := fragments[at]
			if !ok || to.Fragment != "" && !found[to.Fragment] {
				t.Errorf("%s: %q leads nowhere", name, m[1])
			}
		}
	}
	if links < 5_000 {
		t.Errorf("only %d links were found", links)
	}
}

func TestEveryOperationHasAPlaceWithWhatIsKnownOfIt(t *testing.T) {
	s := site(t)
	for _, vendor := range catalog.Vendors() {
		c, err := catalog.Open(vendor)
		if err != nil {
			t.Fatal(err)
		}
		index := read(t, s, vendor+"/search.js")
		for _, op := range c.Operations() {
			name, fragment, _ := strings.Cut(s.Operation(vendor, op.Name), "#")
			_, article, found := strings.Cut(read(t, s, name), `<article id="`+fragment+`">`)
			if !found {
				t.Errorf("%s: %s has no place", vendor, op.Name)
				continue
			}
			article, _, _ = strings.Cut(article, "</article>")
			shown := html.UnescapeString(article)
			for what, text := range map[string]string{
				"method": op.HTTPMethod, "path": op.Path, "summary": strings.Join(strings.Fields(op.Summary), " "), "level": ">" + op.Evidence.Level + "</i>",
				"Go signature": op.Methods[0].Signature(), "way": map[bool]string{true: ">reads<", false: ">writes<"}[op.Reads],
			} {
				if !strings.Contains(shown, strings.ReplaceAll(text, "`", "")) && !strings.Contains(strings.NewReplacer("<code>", "", "</code>", "").Replace(shown), strings.ReplaceAll(text, "`", "")) {
					t.Errorf("%s: %s doesn't show its %s %q", vendor, op.Name, what, text)
				}
			}
			if words := strings.Fields(strings.NewReplacer("`", " ", ";", " ").Replace(op.Evidence.Source)); !strings.Contains(shown, words[0]) {
				t.Errorf("%s: %s doesn't show its source %q", vendor, op.Name, op.Evidence.Source)
			}
			for _, p := range op.Parameters {
				if !strings.Contains(shown, "<code>"+p.Name+"</code>") {
					t.Errorf("%s: %s doesn't show its parameter %s", vendor, op.Name, p.Name)
				}
			}
			if op.Deprecated && !strings.Contains(shown, "Deprecated") {
				t.Errorf("%s: %s doesn't say that it is deprecated", vendor, op.Name)
			}
			if !strings.Contains(index, `\t`+op.Name+`\t`) {
				t.Errorf("%s: %s can't be found", vendor, op.Name)
			}
		}
	}
}

func TestNothingIsLoadedFromAnotherHost(t *testing.T) {
	s := site(t)
	for _, name := range s.Names() {
		data := read(t, s, name)
		switch path.Ext(name) {
		case ".html":
			if !strings.Contains(data, `<meta http-equiv="Content-Security-Policy" content="default-src 'none';`) {
				t.Errorf("%s: there is no policy", name)
			}
			for _, m := range loads.FindAllStringSubmatch(data, -1) {
				if to, err := url.Parse(m[1]); err != nil || to.Host != "" || to.Scheme != "" || strings.HasPrefix(m[1], "/") {
					t.Errorf("%s: loads %q", name, m[1])
				}
			}
			if strings.Contains(data, " style=") || strings.Contains(data, "<style") || regexp.MustCompile(`<script>|\son\w+=`).MatchString(data) {
				t.Errorf("%s: something stands in the page that its policy forbids", name)
			}
		case ".css":
			if strings.Contains(data, "url(") || strings.Contains(data, "@import") {
				t.Errorf("%s: loads something", name)
			}
		}
	}
}

// Halo is the largest: all its pages, types, its index and the script have to be small enough to be taken along.
func TestHaloIsSmall(t *testing.T) {
	s, err := reference.New("halo")
	if err != nil {
		t.Fatal(err)
	}
	sizes := map[string]int{}
	for _, name := range s.Names() {
		var out bytes.Buffer
		w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(read(t, s, name))); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		kind := "pages"
		switch {
		case strings.Contains(name, "/types/"):
			kind = "types"
		case strings.HasPrefix(name, "assets/"):
			kind = "assets"
		case strings.HasSuffix(name, ".js"):
			kind = "index"
		}
		sizes[kind] += out.Len()
		sizes["all"] += out.Len()
	}
	t.Logf("bytes, gzip: %v", sizes)
	if sizes["all"] > 1_000_000 {
		t.Errorf("Halo's reference has %d bytes (gzip), and may have a million: %v", sizes["all"], sizes)
	}
}

func TestTheSameDocumentsGiveTheSameBytes(t *testing.T) {
	s := site(t)
	again, err := reference.New(catalog.Vendors()...)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range s.Names() {
		if read(t, s, name) != read(t, again, name) {
			t.Errorf("%s differs", name)
		}
	}
	if len(s.Names()) != len(again.Names()) {
		t.Errorf("%d files, then %d", len(s.Names()), len(again.Names()))
	}
}
