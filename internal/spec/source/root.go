package source

import (
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
			fault("%s: servers[%d]: %q is no address such as https://api.example.com/v1", rootPlace, i, address)
		}
	}
	d.checkSecurity(rootPlace, d.root, fault)
	headers := func(at string, of tree.Object) {
		for _, name := range slices.Sorted(maps.Keys(of)) {
			if _, ok := of[name].(string); !ok {
				fault("%s: %s: %s is %v: a header is a string: quote it", rootPlace, at, name, of[name])
			}
		}
	}
	headers(XHeaders, below(d.root, XHeaders))
	for _, method := range slices.Sorted(maps.Keys(below(d.root, XMethodHeaders))) {
		headers(XMethodHeaders+"."+method, below(below(d.root, XMethodHeaders), method))
	}
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
