package source

import "github.com/seed-8da6be54/vendorkit/rest/call"

// The styles of x-page.
const (
	PageByNumber = string(call.ByNumber)
	PageByCursor = string(call.ByCursor)
	PageByTime   = string(call.ByTime)
	Unpaged      = string(call.Unpaged)
)
