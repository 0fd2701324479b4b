package invoke

import (
	"cmp"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// listingOf describes the pages of a list as the generated client does. A test compares all of them.
func listingOf(op *catalog.Operation, general spec.Page) call.Listing {
	page := *op.List
	bare := op.Response.Schema.Spec() != nil && op.Response.Schema.Spec().Type == "array"
	path := func(fields []string) string { return strings.Join(fields, ".") }
	l := call.Listing{Style: call.Style(page.Style)}
	if l.Style == call.Unpaged {
		l.Limit = page.Limit
	} else {
		l.Page, l.Size, l.Ask = cmp.Or(page.Page, page.Cursor), page.Size, page.Ask
		l.Cap, l.Ceiling = int64(page.Cap), int64(page.Ceiling)
		l.From, l.Key = page.From, page.Key
		if !bare {
			l.Next, l.Pages, l.Current, l.Token = path(page.Next), path(page.Pages), path(page.Current), path(page.Token)
		}
	}
	if !bare {
		l.Items, l.Total = page.Items, path(page.Total)
	}
	if l.Loose = page.Loose || general.Loose; l.Loose {
		if bare {
			l.Total = cmp.Or(path(page.Total), path(general.Total))
		}
		if l.Besides = page.Besides; l.Besides == nil {
			l.Besides = general.Besides
		}
	}
	return l
}
