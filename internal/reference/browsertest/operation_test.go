package browsertest

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// Who follows a link to an operation sees it at once: at the top, on any screen, without scrolling to the side.
func TestALinkedOperationIsInSight(t *testing.T) {
	base, b := serve(t), browser(t)
	for _, s := range screens {
		for i, place := range []string{"/halo/Tickets.html#listTickets", "/halo/Tickets.html#deleteTicket", "/humanity/Shifts.html#updateShift", "/spiro/Pipelines.html#listPipelineStages"} {
			p := s.open(t, b)
			p.run(chromedp.Navigate(base + place))
			at := value[struct{ Top, Width, Nodes float64 }](p, `({
				Top: document.getElementById(location.hash.slice(1)).querySelector("h2").getBoundingClientRect().top - document.querySelector("header").getBoundingClientRect().bottom,
				Width: document.documentElement.scrollWidth,
				Nodes: document.querySelectorAll("*").length,
			})`)
			if at.Top < 0 || at.Top > 80 {
				t.Errorf("%s: %s begins %.0f pixels below the bar", s.name, place, at.Top)
			}
			if at.Width > float64(s.width) {
				t.Errorf("%s: %s is %.0f pixels wide", s.name, place, at.Width)
			}
			if at.Nodes > 2000 {
				t.Errorf("%s: %s has %.0f nodes", s.name, place, at.Nodes)
			}
			p.settle()
			p.quiet(base)
			p.shoot(fmt.Sprint("operation-", i))
		}
	}
}

// quiet checks that the page asked no other host for anything, and that nothing went wrong in it.
func (p *page) quiet(base string) {
	p.Helper()
	if urls := p.foreign(base); len(urls) > 0 {
		p.Errorf("other hosts were asked: %q", urls)
	}
	if said := p.complaints(); said != "" {
		p.Errorf("the page complains: %s", said)
	}
}

func TestEveryPageFitsItsScreen(t *testing.T) {
	base, b := serve(t), browser(t)
	s, err := site()
	if err != nil {
		t.Fatal(err)
	}
	p := screens[2].open(t, b)
	pages := 0
	for i, name := range s.Names() {
		// All pages but Halo's, and every twelfth of those.
		if len(name) < 5 || name[len(name)-5:] != ".html" || name[:4] == "halo" && i%12 != 0 {
			continue
		}
		pages++
		p.run(chromedp.Navigate(base + "/" + name))
		value[bool](p, `document.querySelectorAll("details").forEach((details) => { details.open = true; }), true`)
		if wide := value[[]string](p, `[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest("pre, .skip")).map((e) => e.outerHTML.slice(0, 100))`); len(wide) > 0 {
			t.Errorf("%s: %d elements reach over the phone's edge, such as %s", name, len(wide), wide[0])
		}
	}
	p.quiet(base)
	t.Logf("%d pages", pages)
}
