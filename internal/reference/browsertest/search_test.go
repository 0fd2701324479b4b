package browsertest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestSearchFindsOperationsAndFields(t *testing.T) {
	base, b := serve(t), browser(t)
	p := screens[0].open(t, b)
	p.run(chromedp.Navigate(base + "/halo/"))
	p.settle()
	for _, c := range []struct{ query, operation, field string }{
		{"ticket", "Tickets.List", ""},
		{"Tickets.List", "Tickets.List", ""},
		{"listTickets", "Tickets.List", ""},
		{"/Tickets", "Tickets.List", ""},
		{"tikcet", "Tickets.List", ""},
		{"tickts", "Tickets.List", ""},
		{"invoi", "Invoices.List", ""},
		{"delete invoice", "Invoices.Delete", ""},
		{"customer contract", "Contracts.List", ""},
		{"dateoccured", "", "dateoccurred field of Ticket"}, // the vendor's own slip
		{"DateOccurred", "", "dateoccurred field of Ticket"},
		{"date occurred", "", "dateoccurred field of Ticket"},
		{"ticket dateoccurred", "", "dateoccurred field of Ticket"},
		{"client_id", "", "client_id field of Site"},
		{"includetickettype", "", "includetickettype parameter of Tickets.List"},
		{"user emailaddress", "", "emailaddress field of User"},
	} {
		got := p.search(c.query)
		if c.operation != "" && (len(got.Operations) == 0 || got.Operations[0] != c.operation) {
			t.Errorf("%q: %s isn't the first of %q", c.query, c.operation, got.Operations)
		}
		if c.field != "" && !slices.ContainsFunc(got.Fields, func(shown string) bool { return shown == c.field || strings.HasPrefix(shown, c.field+" ") }) {
			t.Errorf("%q: %q isn't among %q", c.query, c.field, got.Fields)
		}
	}
	if got := p.search("qqqqxxxx"); len(got.Operations)+len(got.Fields) > 0 {
		t.Errorf("nonsense finds %v", got)
	}
	p.search("ticket summary")
	p.shoot("search")
	p.quiet(base)

	phone := screens[3].open(t, b)
	phone.run(chromedp.Navigate(base + "/halo/"))
	phone.settle()
	phone.search("ticket summary")
	phone.shoot("search")
	if !value[bool](phone, `document.querySelector("#results [aria-label^=Fields] a").getBoundingClientRect().bottom < innerHeight`) {
		t.Error("on a phone no field is in sight")
	}
	if wide := value[float64](phone, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("with results the page is %.0f pixels wide", wide)
	}
}

// What `vendorkit operations` finds first for words or a sentence, the search of the pages finds first, or nearly.
func TestSearchRanksAsTheCommandLineDoes(t *testing.T) {
	base, b := serve(t), browser(t)
	table, err := os.ReadFile("../../catalog/testdata/queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	s, err := site()
	if err != nil {
		t.Fatal(err)
	}
	p := screens[0].open(t, b)
	at, queries, first := "", 0, 0
	for line := range strings.SplitSeq(strings.TrimSpace(string(table)), "\n") {
		column := strings.Split(line, "\t")
		vendor, query, want := column[0], column[1], column[2]
		if vendor == "vendor" {
			continue
		}
		if vendor != at {
			p.run(chromedp.Navigate(base + "/" + vendor + "/"))
			p.settle()
			at = vendor
		}
		queries++
		p.search(query)
		found := value[[]string](p, `[...document.querySelectorAll("#results [aria-label=Operations] a")].map((a) => a.href)`)
		switch i := slices.Index(found, base+"/"+s.Operation(vendor, want)); {
		case i == 0:
			first++
		case i < 0 || i > 2:
			t.Errorf("%s %q: %s is number %d of %q", vendor, query, want, i+1, found)
		default:
			t.Logf("%s %q: %s is number %d, behind %s", vendor, query, want, i+1, found[0])
		}
	}
	if queries < 40 || first < queries*9/10 {
		t.Errorf("of %d queries %d find first what is meant", queries, first)
	}
	p.quiet(base)
}

func TestSearchOverAllVendors(t *testing.T) {
	base, b := serve(t), browser(t)
	p := screens[0].open(t, b)
	p.run(chromedp.Navigate(base + "/"))
	p.shoot("vendors")
	p.settle()
	for query, want := range map[string]string{"Shifts.List": "/humanity/Shifts.html#listShifts", "listPipelineStages": "/spiro/Pipelines.html#listPipelineStages", "circles": "/holaspirit/Circles.html#listCircles"} {
		p.search(query)
		if got := value[string](p, `document.querySelector("#results a").href`); got != base+want {
			t.Errorf("%q leads to %s", query, got)
		}
	}
	p.quiet(base)
}

func TestSearchByKeyboard(t *testing.T) {
	base, b := serve(t), browser(t)
	p := screens[0].open(t, b)
	p.run(chromedp.Navigate(base + "/halo/Tickets.html"))
	p.settle()
	p.run(chromedp.KeyEvent("/"))
	if focused := value[string](p, `document.activeElement.id + " " + document.activeElement.matches(":focus-visible")`); focused != "query true" {
		t.Fatalf("after / the focus is on %s", focused)
	}
	p.run(chromedp.KeyEvent("listTick"))
	p.run(chromedp.WaitVisible(chromedp.CSS("#results a")))
	chosen := func() string {
		return value[string](p, `document.getElementById(document.getElementById("query").getAttribute("aria-activedescendant"))?.querySelector("strong, code").textContent ?? ""`)
	}
	first := chosen()
	p.run(chromedp.KeyEvent(kb.ArrowDown))
	second := chosen()
	p.run(chromedp.KeyEvent(kb.ArrowUp))
	if first != "Tickets.List" || second == first || second == "" || chosen() != first {
		t.Errorf("the arrows choose %q, %q, %q", first, second, chosen())
	}
	p.run(chromedp.KeyEvent(kb.Escape))
	if value[bool](p, `!document.getElementById("results").hidden || document.getElementById("query").getAttribute("aria-expanded") !== "false"`) {
		t.Error("Escape leaves the results open")
	}
	p.run(chromedp.KeyEvent("ets"), chromedp.WaitVisible(chromedp.CSS("#results a")), chromedp.KeyEvent(kb.Enter))
	if got := value[string](p, `location.pathname + location.hash + " " + document.getElementById("results").hidden`); got != "/halo/Tickets.html#listTickets true" {
		t.Errorf("Enter leads to %s", got)
	}
	// From there the keyboard goes on in the page, by what is focused in its order.
	p.run(chromedp.KeyEvent(kb.Tab))
	if inside := value[bool](p, `document.activeElement !== document.body && getComputedStyle(document.activeElement).outlineStyle === "solid"`); !inside {
		t.Error("what Tab focuses doesn't show it")
	}
	p.quiet(base)
}

// Names and texts come out of a document that may have been proposed by a program that read somebody else's.
func TestSearchShowsHostileTextAsText(t *testing.T) {
	s, err := site()
	if err != nil {
		t.Fatal(err)
	}
	const hostile = `<img src=x onerror=hacked=1><script>hacked=2</script>`
	const evil = `"<img src=x onerror=hacked=1><script>hacked=2</scr" + "ipt>"`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/spiro/search.js":
			w.Header().Set("Content-Type", "text/javascript")
			w.Write([]byte(`{const H = ` + evil + `; reference.operations("spiro", {product: H, services: "Contacts*\t" + H + "\t" + H, operations: "0\tList\tlistContacts\tGET-\t/" + H + "\tEvil " + H});}`))
		case "/spiro/fields.js":
			w.Header().Set("Content-Type", "text/javascript")
			w.Write([]byte(`{const H = ` + evil + `; reference.fields("spiro", {types: "0\tEvil" + H, fields: "evil" + H + "\t0"});}`))
		case "/spiro/types/types.js":
			w.Header().Set("Content-Type", "text/javascript")
			w.Write([]byte(`{const H = ` + evil + `; reference.types({Contacts: {ContactList: {about: H, source: 0, fields: "evil" + H + "\tstring: " + H + "\tr\t" + "\x60" + H + "\t0"}}}, {}, [[H, H, [H, "https://example.com/" + H]]]);}`))
		default:
			s.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	p := screens[0].open(t, browser(t))
	p.run(chromedp.Navigate(server.URL + "/spiro/Contacts.html"))
	p.settle()
	got := p.search("evil")
	if len(got.Operations) != 1 || len(got.Fields) != 1 || !strings.Contains(got.Fields[0], hostile) {
		t.Errorf("found %q", got)
	}
	p.run(chromedp.KeyEvent(kb.Escape), chromedp.Click(chromedp.CSS("#listContacts .facts button")), chromedp.WaitVisible(chromedp.CSS("#listContacts .field")))
	p.run(chromedp.Click(chromedp.CSS("#listContacts .tools button:last-child")), chromedp.WaitVisible(chromedp.CSS("#listContacts .unfolded pre")))
	if value[bool](p, `"hacked" in window || document.querySelectorAll("main img, main script, search img, search script").length > 0`) {
		t.Error("text of the document became markup")
	}
	p.quiet(server.URL)
}
