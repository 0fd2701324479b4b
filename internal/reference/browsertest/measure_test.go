package browsertest

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	tab "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
)

// metrics are figures of the page's process, in milliseconds of its main thread where they are times: what it computes, whatever else the
// machine does meanwhile.
func (p *page) metrics() map[string]float64 {
	p.Helper()
	got, err := chromedp.Call(p.ctx, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		p.Fatal(err)
	}
	out := map[string]float64{}
	for _, m := range got.Metrics {
		out[m.Name] = m.Value
	}
	return out
}

// TestMeasure says how long a linked operation and a search take, each the median of several. A figure is the time by the clock, then
// that which the page's main thread computes. It needs VENDORKIT_MEASURE, and a quiet machine for the first of the two.
func TestMeasure(t *testing.T) {
	if os.Getenv("VENDORKIT_MEASURE") == "" {
		t.Skip("it fails for nothing; VENDORKIT_MEASURE=yes prints figures")
	}
	base := serve(t)
	slow := screens[2]
	slow.name, slow.slowed = "phone, 4 times slower", 4
	for _, s := range []screen{screens[0], screens[2], slow} {
		b := browser(t) // nothing is cached, of pages and of compiled scripts
		var readable, computed, found, all, ready []float64
		nodes := 0.0
		searches := map[string][]float64{}
		for range 5 {
			p := s.open(t, b)
			call(p, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
			call(p, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
			before := p.metrics()
			p.run(chromedp.Navigate(base + "/halo/Tickets.html#listTickets"))
			after := p.metrics()
			readable = append(readable, value[float64](p, `performance.getEntriesByName("revealed")[0].startTime`))
			computed = append(computed, 1000*(after["TaskDuration"]-before["TaskDuration"]))
			nodes = value[float64](p, `document.querySelectorAll("*").length`)
			p.settle()
			ready = append(ready, value[float64](p, `performance.getEntriesByName("search ready")[0].startTime`))
			for _, query := range []string{"ti", "ticket", "tickets list", "tikcet", "dateoccured", "custmer contract", "client_id"} {
				before := p.metrics()
				p.search(query)
				after := p.metrics()
				took := value[[]float64](p, `["operations found", "search"].map((name) => performance.getEntriesByName(name)[0].duration)`)
				found, all = append(found, took[0]), append(all, took[1])
				searches[query] = append(searches[query], 1000*(after["ScriptDuration"]+after["LayoutDuration"]+after["RecalcStyleDuration"]-before["ScriptDuration"]-before["LayoutDuration"]-before["RecalcStyleDuration"]))
			}
			call(p, tab.Close, cdp.Empty{})
		}
		var each []string
		var computing []float64
		for _, query := range slices.Sorted(maps.Keys(searches)) {
			computing = append(computing, searches[query]...)
			each = append(each, fmt.Sprintf("%q %.0f", query, median(searches[query])))
		}
		fmt.Printf("%s: operation %.0f ms (computes %.0f), %.0f nodes; search ready after %.0f ms; operations found in %.0f ms, all in %.0f ms (worst %.0f; computes %.0f: %s)\n",
			s.name, median(readable), median(computed), nodes, median(ready), median(found), median(all), slices.Max(all), median(computing), strings.Join(each, ", "))
	}
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}
