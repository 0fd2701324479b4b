package reference

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/catalog/prose"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// A document may have been proposed by a program that read somebody else's: what it says is shown, and is never markup or script.
const hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)> `</code><b>` \" ' & {{.}} \u2028 javascript:alert(3) --> ]]>\n\n- <li onclick=alert(4)>"

func hostileVendor(t testing.TB) *vendor {
	v := open(t, "spiro")
	v.Product, v.Version = hostile, hostile
	v.said.Description, v.said.BaseURL = hostile, hostile
	for _, s := range v.services {
		s.About, s.group.Name = hostile, hostile
		for _, op := range s.Operations {
			op.Summary, op.Path, op.said.Description = hostile, hostile, hostile
			op.Evidence = spec.Evidence{Level: hostile, Source: hostile + "; https://example.com/\"onclick=alert(5)", Note: hostile}
			op.Deprecated = true
			op.said.Deprecation.Reason, op.said.Deprecation.Since, op.said.Deprecation.Use = hostile, hostile, hostile
			if op.Page != nil {
				op.Page.Page, op.Page.Items, op.Page.Size = hostile, hostile, hostile
			}
			for i := range op.said.Parameters {
				op.said.Parameters[i].Description = hostile
				op.Operation.Parameters[i].Name = hostile
			}
		}
	}
	for _, t := range v.types {
		t.said = map[string]string{t.path: hostile}
		for i := range t.schema.Properties {
			t.said[join(t.path, t.schema.Properties[i].Name)] = hostile
			if s := t.schema.Properties[i].Schema; s.Ref == nil && s.Name == "" && len(s.Properties) == 0 {
				t.schema.Properties[i].Schema = spec.NewSchema(spec.Schema{Scalar: spec.Scalar{Type: "string", Format: hostile}, SchemaDetails: &spec.SchemaDetails{Enum: []any{hostile}}})
			}
		}
	}
	return v
}

var (
	tagLike   = regexp.MustCompile(`<[^<]*?>`)
	tagParts  = regexp.MustCompile(`^</?([!A-Za-z0-9]+)((?: [a-zA-Z-]+(?:="[^"<>]*")?)*)>$`)
	attribute = regexp.MustCompile(` ([a-zA-Z-]+)(?:="([^"]*)")?`)
	// ours are the tags of our templates, and the attributes that they have.
	ours       = strings.Fields("!DOCTYPE html meta title link script header nav a main h1 h2 h3 p pre code article b i strong details summary dl dt dd var small span section ul li")
	attributes = strings.Fields("html lang charset name content http-equiv rel href defer src aria-label class id data-at data-type data-vendors open")
)

// strange says what a tag has that ours don't; "" for nothing.
func strange(tag string) string {
	parts := tagParts.FindStringSubmatch(tag)
	if parts == nil || !slices.Contains(ours, parts[1]) {
		return "tag"
	}
	for _, m := range attribute.FindAllStringSubmatch(parts[2], -1) {
		if !slices.Contains(attributes, m[1]) {
			return m[1]
		}
		if m[1] == "src" && !strings.HasSuffix(m[2], "assets/reference.js") || m[1] == "href" && strings.HasPrefix(strings.ToLower(m[2]), "javascript:") {
			return m[2]
		}
	}
	if strings.HasPrefix(tag, "<script") && !strings.Contains(tag, " src=") {
		return "script"
	}
	return ""
}

func TestHostileTextIsShownAndNothingElse(t *testing.T) {
	v := hostileVendor(t)
	pages, err := pageTemplates()
	if err != nil {
		t.Fatal(err)
	}
	check := func(name string, data []byte, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		page := string(data)
		if !strings.Contains(page, "alert(1)") {
			t.Errorf("%s doesn't show the text", name)
		}
		for _, tag := range tagLike.FindAllString(page, -1) {
			if what := strange(tag); what != "" {
				t.Errorf("%s: the tag %s isn't ours: %s", name, tag, what)
			}
		}
	}
	data, err := v.render(pages)
	check("the vendor's page", data, err)
	data, err = renderVendors(pages, []*vendor{v})
	check("the index", data, err)
	for _, s := range v.services {
		data, err = s.render(pages)
		check(s.Name, data, err)
	}
	for _, g := range v.groups {
		data, err := g.typesScript()
		if err != nil {
			t.Fatal(err)
		}
		checkScript(t, data)
	}
	for _, make := range [...]func() ([]byte, error){v.operationsScript, v.fieldsScript, wordsScript} {
		data, err := make()
		if err != nil {
			t.Fatal(err)
		}
		checkScript(t, data)
	}
}

// checkScript checks that a script is one call with JSON that no markup ends and no line break of JavaScript's cuts.
func checkScript(t *testing.T, data []byte) {
	t.Helper()
	text := strings.TrimSuffix(string(data), "\n")
	if strings.ContainsAny(text, "<>\u2028\u2029\n") {
		t.Errorf("a character stands in the script that should be escaped: %.200s", text)
	}
	if !regexp.MustCompile(`^reference\.(types|operations|fields|words)\(.*\);$`).MatchString(text) {
		t.Errorf("no call: %.100s", text)
	}
}

func FuzzTextHasNoMarkupButItsOwn(f *testing.F) {
	f.Add(hostile)
	f.Add("one `two\n\n- three\nfour `five`")
	f.Add("owner/name path.go @0123456; www.example.com/a?b=\"c\"")
	f.Add("the docs api.md (2024), the docs")
	v := &vendor{prose: &prose.Vendor{Sources: map[string]string{"the docs": "owner/name @0123456"}}, sourceNames: []string{"the docs"}}
	f.Fuzz(func(t *testing.T, source string) {
		for _, made := range []string{string(text(source)), string(inlineText(source)), string(v.sourceText(source))} {
			rest := regexp.MustCompile(`</?(?:p|ul|li|code)>|<a rel="noreferrer" href="https://[^"<>]*">|<a href="index.html#sources">|</a>`).ReplaceAllString(made, "")
			if strings.ContainsAny(rest, "<>\"'") {
				t.Errorf("%q becomes %q", source, made)
			}
		}
	})
}
