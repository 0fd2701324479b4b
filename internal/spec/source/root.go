package source

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// rootPlace is where what holds for the whole document stands.
const rootPlace = "openapi.yaml"

var version30 = pattern(`^3\.0\.[0-9]+$`)

// checkRoot checks what a document says of itself, its servers and logins.
func (d *Document) checkRoot(fault func(string, ...any)) {
	if said := d.root["openapi"]; !version30().MatchString(tree.String(d.root, "openapi")) {
		fault("%s: openapi is %v: the documents are of OpenAPI 3.0, as 3.0.3 says", rootPlace, said)
	}
	checkEvidenceWords(rootPlace, d.root[XEvidence], fault)
	for i, server := range tree.List(d.root["servers"]) {
		server, _ := server.(tree.Object)
		address := tree.String(server, "url")
		u, err := url.Parse(strings.NewReplacer("{", "", "}", "").Replace(address))
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			fault("%s.servers[%d]: %q is no address such as https://api.example.com/v1", rootPlace, i, address)
		}
	}
	d.checkSecurity(rootPlace, d.root, fault)
	headers := func(at string, of tree.Object) {
		for _, name := range slices.Sorted(maps.Keys(of)) {
			if _, ok := of[name].(string); !ok {
				fault("%s.%s.%s: %v: a header is a string: quote it", rootPlace, at, name, of[name])
			}
			if !headerName().MatchString(name) {
				fault("%s.%s: %q: no header can have this name", rootPlace, at, name)
			}
		}
	}
	headers(XHeaders, below(d.root, XHeaders))
	for _, method := range slices.Sorted(maps.Keys(below(d.root, XMethodHeaders))) {
		headers(XMethodHeaders+"."+method, below(below(d.root, XMethodHeaders), method))
		if !slices.Contains(methods[:], strings.ToLower(method)) || method != strings.ToUpper(method) {
			fault("%s.%s.%s: is no method of HTTP in capitals%s", rootPlace, XMethodHeaders, method, nearest.Suggestion(strings.ToUpper(method), upperMethods()))
		}
	}
	d.checkRateLimit(fault)
	d.checkRootExtensions(fault)
}

func upperMethods() (list []string) {
	for _, method := range methods {
		list = append(list, strings.ToUpper(method))
	}
	return list
}

// checkRateLimit refuses a limit that no client could keep, and headers that no response can have.
func (d *Document) checkRateLimit(fault func(string, ...any)) {
	limit, ok := d.root[XRateLimit].(tree.Object)
	if !ok {
		return
	}
	for _, key := range [...]string{"requests", "window"} {
		if n, _ := limit[key].(int64); n < 1 {
			fault("%s.%s: needs %s, a whole number, 1 at least: so many requests in a window of so many seconds", rootPlace, XRateLimit, key)
		}
	}
	for _, key := range [...]string{"limit", "remaining", "reset"} {
		if name, said := limit[key].(string); said && !headerName().MatchString(name) {
			fault("%s.%s.%s: %q: no header can have this name", rootPlace, XRateLimit, key, name)
		}
	}
}

// checkRootExtensions checks what stands at the top of the document for all of it.
func (d *Document) checkRootExtensions(fault func(string, ...any)) {
	if page, ok := d.root[XPage].(tree.Object); ok {
		d.checkPageWords(page, func(key, format string, args ...any) {
			fault("%s.%s.%s: %s", rootPlace, XPage, key, fmt.Sprintf(format, args...))
		})
		for _, name := range tree.Strings(page["besides"]) {
			if !d.hasList(name) {
				fault("%s.%s.besides: %q: no schema has a list of this name", rootPlace, XPage, name)
			}
		}
	}
	if suffix, said := d.root[XNestedWrites]; said {
		if name, _ := suffix.(string); !goExported().MatchString(name) {
			fault("%s.%s: %v: it is the end of a Go name, such as Input", rootPlace, XNestedWrites, suffix)
		}
	}
	if product, said := below(d.root, "info")[XProduct]; said {
		if name, _ := product.(string); strings.TrimSpace(name) == "" {
			fault("%s.info.%s: %v: it is what people call the product, a string", rootPlace, XProduct, product)
		}
	}
	for _, of := range [...]struct {
		key  string
		list bool
	}{{XGroups, true}, {XSources, false}, {XHeaders, false}, {XMethodHeaders, false}, {XPage, false}, {XRateLimit, false}, {"tags", true}, {"servers", true}, {"security", true}} {
		said := d.root[of.key]
		_, isList := said.([]any)
		_, isObject := said.(tree.Object)
		switch {
		case said == nil:
		case of.list && !isList:
			fault("%s.%s: must be a list, each behind a dash", rootPlace, of.key)
		case !of.list && !isObject:
			fault("%s.%s: must be an object", rootPlace, of.key)
		}
	}
}

// hasList reports whether a schema has a field of this name that is a list.
func (d *Document) hasList(name string) bool {
	for _, schema := range d.Schemas() {
		schema, _ := schema.(tree.Object)
		if field, ok := below(schema, "properties")[name].(tree.Object); ok {
			if kind, _ := d.kindOf(field); kind == "array" || kind == "lenient list" || kind == "unknown" {
				return true
			}
		}
	}
	return false
}

// checkSecurity refuses a login that the document doesn't describe.
func (d *Document) checkSecurity(at string, of tree.Object, fault func(string, ...any)) {
	schemes := below(below(d.root, "components"), "securitySchemes")
	for _, way := range tree.List(of["security"]) {
		way, _ := way.(tree.Object)
		for _, name := range slices.Sorted(maps.Keys(way)) {
			if schemes[name] == nil {
				fault("%s: security names %q, which is none of components.securitySchemes%s", at, name, nearest.Suggestion(name, slices.Sorted(maps.Keys(schemes))))
			}
		}
	}
}
