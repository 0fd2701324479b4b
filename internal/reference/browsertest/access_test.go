package browsertest

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// pale lists what stands out less from its ground than WCAG asks of text (4.5 to 1).
const pale = `(() => {
	const light = (color) => {
		const [r, g, b] = color.match(/[\d.]+/g).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const ground = (element) => {
		for (; element; element = element.parentElement) {
			const color = getComputedStyle(element).backgroundColor;
			if (!/^rgba.*, 0\)$/.test(color)) return color;
		}
		return "rgb(255, 255, 255)";
	};
	const found = new Set();
	for (const element of document.querySelectorAll("body *")) {
		if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && element.tagName !== "INPUT") continue;
		const color = getComputedStyle(element, element.tagName === "INPUT" ? "::placeholder" : null).color;
		const [dark, bright] = [light(color), light(ground(element))].sort((a, b) => a - b);
		const contrast = (bright + 0.05) / (dark + 0.05);
		if (contrast < 4.5) found.add(element.tagName + "." + element.className + " " + contrast.toFixed(1) + " " + color + " on " + ground(element));
	}
	return [...found];
})()`

// nameless lists what can be operated and has no name, and ids that other attributes name in vain.
const nameless = `[
	...[...document.querySelectorAll("a[href], button, input, summary, [role]:not([role=group])")].filter((e) => !(e.getAttribute("aria-label") || e.textContent).trim() && e.getAttribute("role") !== "status"),
	...[...document.querySelectorAll("[aria-controls], [aria-labelledby]")].filter((e) => !document.getElementById(e.getAttribute("aria-controls") ?? e.getAttribute("aria-labelledby"))),
].map((e) => e.outerHTML.slice(0, 120))`

func TestPagesCanBeReadAndOperatedByEverybody(t *testing.T) {
	base, b := serve(t), browser(t)
	for _, s := range screens[:2] {
		p := s.open(t, b)
		for _, place := range []string{"/", "/humanity/", "/humanity/Shifts.html", "/holaspirit/Actions.html", "/spiro/CustomEntities.html"} {
			p.run(chromedp.Navigate(base + place))
			p.settle()
			value[bool](p, `document.querySelectorAll("details").forEach((details) => { details.open = true; }), true`)
			if place == "/spiro/CustomEntities.html" {
				p.search("company")
			}
			value[bool](p, `document.querySelectorAll("article dt").forEach((dt) => dt.classList.add("shown")), true`) // as one that the address names
			if found := value[[]string](p, pale); len(found) > 0 {
				t.Errorf("%s: %s: hard to read: %q", s.name, place, found)
			}
			if found := value[[]string](p, nameless); len(found) > 0 {
				t.Errorf("%s: without a name: %q", place, found)
			}
			got := value[struct {
				Lang                          string
				Main, Navigation, Heads, Jump int
			}](p, `({
				Lang: document.documentElement.lang,
				Main: document.querySelectorAll("main").length,
				Navigation: document.querySelectorAll("nav[aria-label]").length,
				Heads: document.querySelectorAll("h1").length,
				Jump: [...document.querySelectorAll("h1, h2, h3")].filter((h) => h.checkVisibility()).map((h) => +h.tagName[1]).filter((n, i, all) => i && n > all[i - 1] + 1).length,
			})`)
			if got.Lang != "en" || got.Main != 1 || got.Navigation < 1 || got.Heads != 1 || got.Jump > 0 {
				t.Errorf("%s: language, landmarks and headings are %+v", place, got)
			}
		}
		p.quiet(base)
	}
}

// On paper a page has what can be scrolled to or unfolded on a screen, over the whole width, in dark ink on white.
func TestPrintedPagesHaveEverything(t *testing.T) {
	base, b := serve(t), browser(t)
	p := screens[1].open(t, b)
	p.run(chromedp.Navigate(base + "/halo/Tickets.html"))
	p.settle()
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print", Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
	got := value[struct {
		Left, Below       float64
		Ground, Header    string
		Hidden, Cut, Keys int
	}](p, `({
		Left: document.querySelector("main").getBoundingClientRect().left,
		Below: parseFloat(getComputedStyle(document.querySelector("main")).paddingBottom),
		Ground: getComputedStyle(document.body).backgroundColor,
		Header: getComputedStyle(document.querySelector("header")).position,
		Hidden: [...document.querySelectorAll("article details dt, article dd")].filter((part) => !part.getBoundingClientRect().height && part.textContent.trim()).length,
		Cut: [...document.querySelectorAll("article pre")].filter((part) => part.scrollWidth > part.clientWidth + 1).length,
		Keys: [...document.querySelectorAll("button, search, .contents")].filter((part) => part.checkVisibility()).length,
	})`)
	if got.Left > 20 || got.Below > 20 || got.Ground != "rgb(255, 255, 255)" || got.Header != "static" || got.Hidden+got.Cut+got.Keys > 0 {
		t.Errorf("%+v", got)
	}
	p.shoot("printed")
}

// Without the script a page has everything but the types' fields and the search.
func TestPagesAreReadableWithoutScripts(t *testing.T) {
	base, b := serve(t), browser(t)
	p := screens[0].open(t, b)
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	p.run(chromedp.Navigate(base + "/halo/Tickets.html#getTicket"))
	text, err := chromedp.Run(p.ctx, chromedp.Text(chromedp.CSS("#getTicket")))
	if err != nil {
		t.Fatal(err)
	}
	text = strings.Join(strings.Fields(text), " ")
	for _, want := range []string{"Tickets.Get", "GET", "/Tickets/{id}", "func (*halo.TicketsService) Get(", "client.Tickets.Get(ctx, 1, nil)", "27 parameters", "Ticket", "Halo's server OpenAPI of 2026-07"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q isn't shown in:\n%s", want, text)
		}
	}
	p.shoot("without-scripts")
}
