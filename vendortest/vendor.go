package vendortest

import (
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/specs"
)

// vendor is what stands beside a vendor's document: how much there is of what, how values are written, and the
// behaviour that a document can't say. Adding a vendor is writing one of these: a file that is named like the vendor's folder
// under specs, with a function of that name which returns it; vendors.gen.go finds it by that.
type vendor struct {
	name  string
	model func() (*model, error)

	sizes       map[string]int // records in a collection, by the last segment of its path
	size        int            // of the others
	big         []string       // the collections that WithRecords sizes
	pageSize    int            // rows on a page when none is asked for and the document has no default
	maxPageSize int
	timeLayout  string
	// plainNumbers says that numbers in strings have no commas between the thousands.
	plainNumbers bool
	zone         func(at time.Time) *time.Location // of times that are written without one; nil: UTC
	links        map[string]string                 // fields that hold ids of a collection whose name doesn't say so
	typeName     func(collection string) string
	anyCase      bool // paths and names of query parameters are taken in any case
	slashes      slashes
	// anyQuery says that there is evidence that query parameters which the vendor doesn't know are ignored.
	anyQuery bool
	// anyField says so of fields of a JSON body, and of a body where none is due.
	anyField bool
	lastWins bool // of a query parameter that is sent twice the last counts, as in PHP
	// countsWithRows says that a page after the last row gives 0 as the number of all rows.
	countsWithRows bool
	// sparse is how many in five of their fields records after the first lack, as where null is left out.
	sparse int
	// hidden reports whether a field of a schema is one that the vendor only sends on occasion.
	hidden func(name string) bool
	// anyParam is a value for path parameters that name nothing here.
	anyParam string
	// always names fields that a short view of a record has though they hold records of their own.
	always map[string]bool
	// unlisted is how many records a collection has that no list shows.
	unlisted int
	// deepest and wide bound nested objects, where the engine's own bounds would make records too large.
	deepest, wide int
	rateRolls     bool // the rate limit's window rolls; otherwise it starts anew when it ends

	// behave makes the behaviour of one server.
	behave func(s *Server) behaviour
}

// behaviour is what a vendor does that its document can't say. What is nil is left to the engine.
type behaviour struct {
	credentials Credentials
	tokenURL    string // path of the token endpoint

	// routes are the paths outside the document, by path: the token endpoint and the like. The name stands for an
	// operationId in faults and in the log.
	routes map[string]route
	// authorise refuses a call whose credential isn't good for it.
	authorise func(c *call) *refusal
	// refuse writes the vendor's error: the status that it has on the wire, and the body.
	refuse func(c *call, status int, problems []problem) (int, any)
	// code writes the vendor's response that has nothing but a code of its own, for faults that ask for one.
	code func(c *call, status, code int) response
	// wrap puts a success into what the vendor has around every response.
	wrap func(c *call, a response) response
	// query and bodyFields name the query parameters and the body's fields that an operation takes beside the document's,
	// such as a credential.
	query, bodyFields func(op *operation) []string
	// spelling writes a parameter's value the way the document does, from another that the vendor reads as well.
	spelling func(schema *openapi3.Schema, text string) string
	// unread says why the value of a query parameter counts as none at all; nothing when it counts.
	unread func(schema *openapi3.Schema, text string) string
	// jsonMedia reports whether the vendor reads a content type that its document doesn't have as JSON.
	jsonMedia func(media string) bool
	// read turns a JSON body into the types of its schema, as far as the vendor does so: the body to carry out, and the one to hold
	// against the document.
	read func(schema *openapi3.Schema, body any) (carried, checked any)
	// misread reports whether a body of a content type that the document doesn't have counts as none, as it does where a
	// server looks for a form and nothing else. Otherwise the request is refused.
	misread func(op *operation, media string) bool
	// operations respond instead of the engine, by operationId.
	operations map[string]func(c *call) response
	// views are lists that show another list's records, by operationId: the other's operationId.
	views map[string]string
	// params fills in path parameters that a view's own path lacks; false responds with 404.
	params func(c *call) bool
	// pathParam names something that exists, for a path parameter that names no record of a collection.
	pathParam func(name string) string
	// window says where a list is to start and how many rows it is to have, if the call says so in its own way.
	window func(c *call) (from, count int, ok bool)
	// value makes a value of a schema that the generator can't know how to fill; false leaves it to the generator.
	value func(g *generator, schema *openapi3.Schema, name string) (any, bool)
	// complete puts right what the generator can't know of a record: its relations to others.
	complete func(c *collection, slot int, record map[string]any)
	// id makes a record's id.
	id func(c *collection, slot int) any
	// matches applies a list's filters; nil matches everything.
	matches func(c *call) func(record map[string]any) bool
	// field finds how a field of seeded records is made; nil leaves it to the generator. Of what it returns, nil with true leaves
	// the field out of the record, and false leaves it to the generator. With field records are made field by field, each from a
	// seed of its own, so that a list's rows and its filters don't cost whole records.
	field func(c *collection, name string) func(slot int) (any, bool)
	// picks says which fields a read of one record shows; nil shows all.
	picks func(c *call) func(name string, ref *openapi3.SchemaRef) bool
	// slots are the records that a list shows, in its order; nil shows all as they are.
	slots func(c *call, records *collection) []int
	// envelope names the field that holds the rows of a list which the document declares bare; empty leaves it bare.
	envelope func(c *call) string
	// show trims a record to what an operation sends of it.
	show func(c *call, record map[string]any)
	// sideload adds what a response carries beside its records.
	sideload func(c *call, body map[string]any, records []map[string]any)
	// newRecord turns what a write says into fields of a new record.
	newRecord func(k *kind, body map[string]any) map[string]any
	// check looks at a write before it is done.
	check func(c *call, body map[string]any) *refusal
	// merge lays a write over a record; the engine's own merges the top level and, for PUT, drops what isn't sent.
	merge func(c *call, record, body map[string]any) map[string]any
}

// route is a path outside the document.
type route struct {
	name  string
	serve func(c *call) response
}

// refusal is a response that says no.
type refusal struct {
	status   int
	header   http.Header
	problems []problem
}

// problem is one thing that is wrong with a call.
type problem struct {
	code, detail string
	path         string // of the refused field
	extra        bool   // the field is one that the document doesn't have
	ignored      bool   // it breaks the document, and the vendor carries the call out all the same
	bodiless     bool   // there is no body to carry out: it isn't there, can't be read, or is said to be of a type that isn't taken
}

func refuse(status int, code, detail string) *refusal {
	return &refusal{status: status, problems: []problem{{code: code, detail: detail}}}
}

func compileOnce(name string) func() (*model, error) {
	return sync.OnceValues(func() (*model, error) { return newModel(specs.Files(), name) })
}

// Vendors lists the vendors that can be simulated, sorted.
func Vendors() []string { return slices.Sorted(maps.Keys(vendors)) }

// epoch is when seeded records begin to have been made. It is fixed, so that the same seed gives the same bytes.
var epoch = time.Date(2025, time.March, 3, 8, 0, 0, 0, time.UTC)
