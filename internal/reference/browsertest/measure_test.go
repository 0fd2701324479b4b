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

// watch marks a page as readable when the element that the address names has been painted within the screen: in the frame after the first
// in which it stands there.
const watch = `(() => {
	const look = () => {
		const at = document.getElementById(location.hash.slice(1))?.querySelector("h2")?.getBoundingClientRect();
		if (at && at.top >= 0 && at.bottom < innerHeight) requestAnimationFrame(() => performance.mark("readable"));
		else requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
})()`

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
		var readable, computed, begun, searchable, found, fields, ready []float64
		nodes := 0.0
		searches := map[string][]float64{}
		for range 7 {
			p := s.open(t, b)
			call(p, tab.AddScriptToEvaluateOnNewDocument, tab.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
			call(p, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
			call(p, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
			before := p.metrics()
			p.run(chromedp.Navigate(base + "/halo/Tickets.html#listTickets"))
			p.marked("readable")
			after := p.metrics()
			readable = append(readable, value[float64](p, `performance.getEntriesByName("readable")[0].startTime`))
			p.begun()
			computed = append(computed, 1000*(after["TaskDuration"]-before["TaskDuration"]))
			nodes = value[float64](p, `document.querySelectorAll("*").length`)
			p.settle()
			begun = append(begun, value[float64](p, `performance.getEntriesByName("begun")[0].startTime`))
			searchable = append(searchable, value[float64](p, `performance.getEntriesByName("operations ready")[0].startTime`))
			ready = append(ready, value[float64](p, `performance.getEntriesByName("search ready")[0].startTime`))
			for _, query := range []string{"ti", "ticket", "tickets list", "tikcet", "dateoccured", "custmer contract", "client_id"} {
				before := p.metrics()
				p.search(query)
				after := p.metrics()
				took := value[[]float64](p, `["operations found", "fields found"].map((name) => performance.getEntriesByName(name)[0].duration)`)
				found, fields = append(found, took[0]), append(fields, took[1])
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
		fmt.Printf("%s: operation readable after %.0f ms (worst %.0f; computes %.0f), script done after %.0f ms, %.0f nodes; operations can be searched after %.0f ms, fields after %.0f ms; operations found in %.0f ms (worst %.0f), fields in %.0f ms more (worst %.0f); a search computes %.0f ms: %s\n",
			s.name, median(readable), slices.Max(readable), median(computed), median(begun), nodes, median(searchable), median(ready), median(found), slices.Max(found), median(fields), slices.Max(fields), median(computing), strings.Join(each, ", "))
	}
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}
