package browsertest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/seed-8da6be54/vendorkit/internal/reference"
)

// chromium finds the browser. Where there is none the test is skipped, unless VENDORKIT_CHROMIUM says that there has to be.
func chromium(t testing.TB) string {
	t.Helper()
	if path := os.Getenv("VENDORKIT_CHROMIUM"); path != "" && path != "required" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("VENDORKIT_CHROMIUM") != "" {
		t.Fatal("there is no chromium on the PATH, and VENDORKIT_CHROMIUM says that there has to be")
	}
	t.Skip("there is no chromium on the PATH (Debian: apt-get install chromium)")
	return ""
}

// browser starts a browser without a window that ends with the test.
func browser(t testing.TB) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox,
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-dev-shm-usage", true))
	parent, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(cancel)
	parent, cancel = chromedp.NewExecAllocator(parent, options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(parent)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("chromium doesn't start: %v", err)
	}
	return ctx
}

// site is the reference of all vendors, once for all tests.
var site = sync.OnceValues(func() (*reference.Site, error) {
	return reference.New("halo", "holaspirit", "humanity", "spiro")
})

// settle lets the page finish what it does after it was loaded, its search among that.
func (p *page) settle() {
	p.Helper()
	p.marked("search ready")
}

// begun waits until the script has made of the page what it does at once.
func (p *page) begun() {
	p.Helper()
	p.marked("begun")
}

func (p *page) marked(mark string) {
	p.Helper()
	value[bool](p, fmt.Sprintf(`new Promise((done) => {
		const look = setInterval(() => {
			if (!performance.getEntriesByName(%q).length) return;
			clearInterval(look);
			done(true);
		}, 10);
	})`, mark))
}

// found is what a search shows: names of operations, then fields with where they stand.
type found struct{ Operations, Fields []string }

// search types a query, and waits for all that is found.
func (p *page) search(query string) found {
	p.Helper()
	return value[found](p, fmt.Sprintf(`new Promise((done) => {
		const input = document.getElementById("query");
		performance.clearMeasures();
		input.focus();
		input.value = %q;
		input.dispatchEvent(new Event("input"));
		const look = setInterval(() => {
			if (!performance.getEntriesByName("search").length) return;
			clearInterval(look);
			const texts = (group, part) => [...document.querySelectorAll("#results [aria-label^=" + group + "] a")].map(part);
			done({
				Operations: texts("Operations", (a) => a.querySelector("strong").textContent),
				Fields: texts("Fields", (a) => a.querySelector("code").textContent + " " + a.querySelector("small").textContent),
			});
		}, 2);
	})`, query))
}

// serve serves the reference on loopback until the test ends.
func serve(t testing.TB) string {
	t.Helper()
	s, err := site()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(s.ServeHTTP))
	t.Cleanup(server.Close)
	return server.URL
}

// shoot leaves a picture of the page where VENDORKIT_SCREENSHOTS says.
func (p *page) shoot(name string) {
	p.Helper()
	dir := os.Getenv("VENDORKIT_SCREENSHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, p.screen+"-"+name+".png"), png, 0o644); err != nil {
		p.Fatal(err)
	}
}

// screen is what a reader has before them.
type screen struct {
	name          string
	width, height int64
	phone, dark   bool
	slowed        float64 // how many times slower than this machine's is the processor; 1 for not
}

var screens = []screen{
	{name: "desktop", width: 1280, height: 800, slowed: 1},
	{name: "desktop-dark", width: 1280, height: 800, dark: true, slowed: 1},
	{name: "phone", width: 390, height: 844, phone: true, slowed: 1},
	{name: "phone-dark", width: 390, height: 844, phone: true, dark: true, slowed: 1},
}

// page is a tab that looks at a screen, and what it has asked for and complained of.
type page struct {
	testing.TB
	screen string
	ctx    context.Context
	mu     sync.Mutex
	asks   []string
	said   []string
}

func (s screen) open(t testing.TB, browser context.Context) *page {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	p := &page{TB: t, screen: s.name, ctx: ctx}
	p.run(chromedp.Navigate("about:blank"))
	if err := chromedp.Listen(ctx, func(event any) {
		p.mu.Lock()
		defer p.mu.Unlock()
		switch event := event.(type) {
		case *network.EventRequestWillBeSent:
			p.asks = append(p.asks, event.Request.URL)
		case *runtime.EventExceptionThrown:
			p.said = append(p.said, event.ExceptionDetails.Text+" "+event.ExceptionDetails.Exception.Description)
		case *runtime.EventConsoleAPICalled:
			for _, arg := range event.Args {
				p.said = append(p.said, string(arg.Value)+arg.Description)
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	scheme := "light"
	if s.dark {
		scheme = "dark"
	}
	call(p, network.Enable, network.EnableParams{})
	call(p, runtime.Enable, cdp.Empty{})
	call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: s.width, Height: s.height, DeviceScaleFactor: 1, Mobile: s.phone})
	call(p, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: s.phone})
	call(p, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: s.slowed})
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	return p
}

// call sends the browser a command.
func call[P, R any](p *page, command cdp.Command[P, R], params P) {
	p.Helper()
	if _, err := chromedp.Call(p.ctx, command, params); err != nil {
		p.Fatalf("%s: %v", command.Method, err)
	}
}

func (p *page) run(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.Fatal(err)
	}
}

// value evaluates an expression, and waits for what it promises.
func value[T any](p *page, expression string) T {
	p.Helper()
	out, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return out
}

// foreign lists what the page has asked of another host than that of base.
func (p *page) foreign(base string) (urls []string) {
	home, err := url.Parse(base)
	if err != nil {
		p.Fatal(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, ask := range p.asks {
		if at, err := url.Parse(ask); err != nil || at.Host != home.Host && at.Scheme != "data" {
			urls = append(urls, ask)
		}
	}
	return urls
}

func (p *page) complaints() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.said, "\n")
}
