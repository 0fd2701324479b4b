package browsertest

import (
	"fmt"
	"math"
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
			type stands struct{ Top, Width, Nodes float64 }
			const looks = `({
				Top: document.getElementById(location.hash.slice(1)).querySelector("h2").getBoundingClientRect().top - document.querySelector("header").getBoundingClientRect().bottom,
				Width: document.documentElement.scrollWidth,
				Nodes: document.querySelectorAll("*").length,
			})`
			before := value[stands](p, looks)
			p.settle()
			at := value[stands](p, looks) // with all that the script adds
			for _, top := range []float64{before.Top, at.Top} {
				if top < 0 || top > 80 {
					t.Errorf("%s: %s begins %.0f pixels below the bar", s.name, place, top)
				}
			}
			if moved := math.Abs(at.Top - before.Top); moved > 8 {
				t.Errorf("%s: %s moves by %.0f pixels when the script is done", s.name, place, moved)
			}
			if at.Width > float64(s.width) {
				t.Errorf("%s: %s is %.0f pixels wide", s.name, place, at.Width)
			}
			if at.Nodes > 2000 {
				t.Errorf("%s: %s has %.0f nodes", s.name, place, at.Nodes)
			}
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
		p.begun()
		value[bool](p, `document.querySelectorAll("details").forEach((details) => { details.open = true; }), true`)
		if wide := value[[]string](p, `[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest("pre, .skip")).map((e) => e.outerHTML.slice(0, 100))`); len(wide) > 0 {
			t.Errorf("%s: %d elements reach over the phone's edge, such as %s", name, len(wide), wide[0])
		}
	}
	p.quiet(base)
	t.Logf("%d pages", pages)
}
