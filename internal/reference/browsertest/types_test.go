package browsertest

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// shown is the field that the address names, once the page shows it.
func (p *page) shown() string {
	p.Helper()
	return value[string](p, `new Promise((done) => {
		const look = setInterval(() => {
			const at = document.querySelector(".shown");
			if (!at || !performance.getEntriesByName("revealed").length) return;
			clearInterval(look);
			const box = at.getBoundingClientRect();
			done((at.closest("[data-type]")?.dataset.type ?? "") + " " + (at.dataset.field ?? (at.matches("dt") ? at.firstElementChild.textContent : at.id)) + (box.top >= 0 && box.top < innerHeight ? "" : " out of sight"));
		}, 10);
		setTimeout(() => { clearInterval(look); done("nothing"); }, 20000);
	})`)
}

func TestAnAddressNamesAFieldOrAParameter(t *testing.T) {
	base, b := serve(t), browser(t)
	for _, s := range []screen{screens[0], screens[2]} {
		p := s.open(t, b)
		for place, want := range map[string]string{
			"/halo/Tickets.html#Ticket":                            " Ticket",
			"/halo/Tickets.html#Ticket.dateoccurred":               "Ticket dateoccurred",
			"/halo/Tickets.html#Ticket.workflow_step":              "Ticket workflow_step", // far beyond those that are shown at once
			"/halo/Tickets.html#TicketCreate.summary":              "TicketCreate summary",
			"/halo/Tickets.html#listTickets.includetickettype":     " includetickettype",
			"/spiro/Opportunities.html#OpportunityAttributes.name": "OpportunityAttributes name",
			"/humanity/Shifts.html#listShifts.fields%5Bshift%5D":   " fields[shift]",
		} {
			p.run(chromedp.Navigate("about:blank"), chromedp.Navigate(base+place))
			if got := p.shown(); got != want {
				t.Errorf("%s: %s shows %q, want %q", s.name, place, got, want)
			}
		}
		p.run(chromedp.Navigate(base + "/halo/Tickets.html#Ticket.dateoccurred"))
		p.shown()
		p.shoot("field")
		p.quiet(base)
	}
}

// unfold presses the button of a type within an element, and waits for its fields.
func (p *page) unfold(within, name string) {
	p.Helper()
	p.run(chromedp.Click(chromedp.CSS(fmt.Sprintf(`%s button[data-type="%s"]`, within, name))),
		chromedp.WaitVisible(chromedp.CSS(fmt.Sprintf(`%s .unfolded[data-type="%s"] .field`, within, name))))
}

func TestTypesUnfoldWithTheirExample(t *testing.T) {
	base, b := serve(t), browser(t)
	for _, s := range []screen{screens[1], screens[3]} {
		p := s.open(t, b)
		p.run(chromedp.Navigate(base + "/halo/Tickets.html#listTickets"))
		p.unfold("#listTickets", "TicketList")
		p.unfold("#listTickets", "TicketSummary")
		if fields := value[int](p, `document.querySelectorAll('#listTickets .unfolded[data-type="TicketSummary"] .field').length`); fields < 100 {
			t.Errorf("%s: %d fields of TicketSummary are shown", s.name, fields)
		}
		p.shoot("unfolded")
		p.run(chromedp.Click(chromedp.CSS(`#listTickets .unfolded[data-type="TicketList"] > .tools button`)), chromedp.WaitVisible(chromedp.CSS("#listTickets .unfolded pre")))
		var example struct {
			RecordCount *int             `json:"record_count"`
			Tickets     []map[string]any `json:"tickets"`
		}
		if err := json.Unmarshal([]byte(value[string](p, `document.querySelector("#listTickets .unfolded pre").textContent`)), &example); err != nil {
			t.Errorf("the example isn't JSON: %v", err)
		}
		if example.RecordCount == nil || len(example.Tickets) != 1 || example.Tickets[0]["client_id"] == nil {
			t.Errorf("the example is %+v", example)
		}
		p.shoot("example")

		// What is written is what is read, less what is only read.
		p.run(chromedp.Navigate(base + "/halo/Tickets.html#saveTickets"))
		p.unfold("#saveTickets", "TicketUpdate")
		if width := value[int64](p, `document.documentElement.scrollWidth`); width > s.width {
			t.Errorf("%s: with types unfolded the page is %d pixels wide", s.name, width)
		}
		p.run(chromedp.Evaluate[chromedp.Void](`document.querySelector('#saveTickets .unfolded input').value = "dateocc"`),
			chromedp.Evaluate[chromedp.Void](`document.querySelector('#saveTickets .unfolded input').dispatchEvent(new Event("input"))`))
		if got := value[string](p, `[...document.querySelectorAll("#saveTickets .field")].map((item) => item.dataset.field).join()`); got != "dateoccurred" {
			t.Errorf("the filter leaves %s", got)
		}
		p.run(chromedp.Click(chromedp.CSS(`#saveTickets button[data-type="TicketUpdate"]`)), chromedp.WaitNotPresent(chromedp.CSS("#saveTickets .unfolded")))
		p.quiet(base)
	}
}

// A field has its name in Go, and says how sure it is where it is less sure than its type.
func TestFieldsHaveTheirGoNameAndEvidence(t *testing.T) {
	base, b := serve(t), browser(t)
	p := screens[0].open(t, b)
	for _, test := range []struct{ page, field, goName, level, more string }{
		{"/halo/Tickets.html#Ticket.dateoccurred", "dateoccurred", "DateOccurred", "", ""},
		{"/halo/Tickets.html#Ticket._automation_entity_type", "_automation_entity_type", "UnderscoreAutomationEntityType", "", ""},
		{"/halo/Tickets.html#TicketCreate.client_id", "client_id", "ClientID", "", ""},
		{"/halo/Tickets.html#Ticket.userlookup", "userlookup", "UserLookup", "observed", "https://github.com/KelvinTegelaar/CIPP-API/tree/adf3242"},
		{"/spiro/Companies.html#Pagination.per_page", "per_page", "PerPage", "inferred", ""},
	} {
		p.run(chromedp.Navigate("about:blank"), chromedp.Navigate(base+test.page))
		p.shown()
		got := value[[]string](p, `(() => {
			const at = document.querySelector(".field.shown");
			return [at.querySelector("code"), at.querySelector("var"), at.querySelector(":scope > i.tag")].map((e) => e?.textContent ?? "").concat(at.querySelector(":scope > p.quiet a")?.href ?? "");
		})()`)
		if want := []string{test.field, test.goName, test.level, test.more}; !slices.Equal(got, want) {
			t.Errorf("%s shows %q, want %q", test.page, got, want)
		}
	}
	p.run(chromedp.Navigate(base + "/humanity/Shifts.html#clearShifts"))
	if got := value[string](p, `document.querySelector("#clearShifts dt .tag").textContent`); got != "inferred" {
		t.Errorf("a parameter's evidence is %q", got)
	}
	p.quiet(base)
}

// Files that are opened from a disk do all that served ones do.
func TestFilesWorkWithoutAServer(t *testing.T) {
	s, err := site()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "the reference")
	if err := s.Write(dir); err != nil {
		t.Fatal(err)
	}
	base := "file://" + strings.ReplaceAll(filepath.ToSlash(dir), " ", "%20")
	p := screens[0].open(t, browser(t))
	p.run(chromedp.Navigate(base + "/halo/Tickets.html#Ticket.dateoccurred"))
	if got := p.shown(); got != "Ticket dateoccurred" {
		t.Errorf("shows %q", got)
	}
	p.settle()
	if got := p.search("listTickets"); len(got.Operations) == 0 || got.Operations[0] != "Tickets.List" {
		t.Errorf("finds %v", got)
	}
	p.run(chromedp.Navigate(base + "/index.html"))
	p.settle()
	if got := p.search("Shifts.List"); len(got.Operations) == 0 || got.Operations[0] != "Shifts.List" {
		t.Errorf("finds %v", got)
	}
	for _, ask := range p.asks {
		if !strings.HasPrefix(ask, base) && ask != "about:blank" {
			t.Errorf("asked for %s", ask)
		}
	}
	if said := p.complaints(); said != "" {
		t.Errorf("the page complains: %s", said)
	}
}
