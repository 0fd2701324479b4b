package vendortest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// halo is the simulated Halo.
func halo(compile func() (*model, error)) *vendor {
	return &vendor{
		name: "halo",
		model: sync.OnceValues(func() (*model, error) {
			m, err := compile()
			if err == nil {
				m.schemas.adjustAll(withoutZone)
			}
			return m, err
		}),
		sizes: map[string]int{
			"Tickets": 3000, "Actions": 9000, "Client": 1100, "Site": 1600, "Users": 4000, "Agent": 1000, "Asset": 2500,
			"Attachment": 600, "Lookup": 12 * haloLookupValues, "Status": len(haloNames["Status"]), "TicketType": len(haloNames["TicketType"]),
			"Priority": len(haloNames["Priority"]), "Team": len(haloNames["Team"]), "Outcome": len(haloNames["Outcome"]),
		},
		big:            []string{"Tickets", "Actions", "Client", "Site", "Users", "Agent", "Asset"},
		size:           12,
		unlisted:       3,
		anyParam:       "1",
		pageSize:       50,
		maxPageSize:    haloPage,
		timeLayout:     secondsLayout,
		rateRolls:      true,
		anyCase:        true,
		anyQuery:       true,
		anyField:       true,
		countsWithRows: true,
		slashes:        slashesTrailing,
		sparse:         3,
		deepest:        2,
		hidden:         haloHidden,
		always:         map[string]bool{"customfields": true, "fields": true},
		behave:         func(s *Server) behaviour { return newHalo(s).behaviour() },
	}
}

// haloPage is how many rows a page holds at most.
const haloPage = 100

// HaloEnvelopes makes a simulated Halo send an object around the rows, {"record_count": 12, "agents": [...]}, where its
// document has a bare array. Both were seen, on different servers; bare is the default.
func HaloEnvelopes() Option {
	return func(s *settings) {
		s.only("halo", "HaloEnvelopes")
		s.envelopes = true
	}
}

// NewHalo starts a simulated Halo that stops when the test ends. Its URL ends in /api, as the resource server's does.
func NewHalo(tb TB, opts ...Option) *Server { tb.Helper(); return startFor(tb, "halo", opts) }

// haloServer is the state of one simulated Halo.
type haloServer struct {
	*haloOAuth
	kinds    map[string]*kind // the collections that were asked for, by their names
	ids      map[*kind]haloID // what the ids of those that were asked for look like
	files    map[string]haloFile
	reports  int            // runs of SQL so far
	numbered map[*kind]bool // see takesNumbers
}

func newHalo(s *Server) *haloServer {
	return &haloServer{haloOAuth: newHaloOAuth(s), kinds: map[string]*kind{}, files: map[string]haloFile{}, ids: map[*kind]haloID{}, numbered: map[*kind]bool{}}
}

// kind is that of a collection by its name; nil where there is none.
func (h *haloServer) kind(name string) *kind {
	k, known := h.kinds[name]
	if !known {
		k = h.model.byTemplate["/"+name]
		h.kinds[name] = k
	}
	return k
}

// takesNumbers reports whether a collection's paths take numbers, whatever a record says that its id is.
func (h *haloServer) takesNumbers(k *kind) bool {
	if numbers, known := h.numbered[k]; known {
		return numbers
	}
	h.numbered[k] = slices.ContainsFunc(h.model.operations, func(op *operation) bool {
		if op.kind != k || !op.itemPath() {
			return false
		}
		h.model.ready(op)
		return slices.ContainsFunc(op.parameters, func(p *openapi3.Parameter) bool {
			return p.Name == op.itemParam() && p.Schema.Value.Type.Is("integer")
		})
	})
	return h.numbered[k]
}

func (h *haloServer) behaviour() behaviour {
	return behaviour{
		credentials: h.credentials,
		tokenURL:    haloTokenPath,
		routes:      h.routes(),
		authorise:   h.authorise,
		refuse:      h.refuse,
		operations: map[string]func(*call) response{
			h.operation("GET", "/AuthInfo"):              h.authInfo,
			h.operation("POST", "/Attachment"):           h.saveFiles,
			h.operation("GET", "/Attachment/{id}"):       h.sendFile,
			h.operation("DELETE", "/Attachment/{id}"):    h.dropFile,
			h.operation("POST", "/Attachment/image"):     h.saveImage,
			h.operation("GET", "/Attachment/image/{id}"): h.sendImage,
			h.operation("POST", "/Report"):               h.saveReport,
		},
		spelling:  haloSpelling,
		unread:    haloUnread,
		jsonMedia: haloJSON,
		query:     haloQuery,
		read:      haloRead,
		window:    haloWindow,
		field:     h.field,
		picks:     haloPicks,
		slots:     h.slots,
		envelope:  h.envelope,
		show:      haloShow,
		sideload:  haloFigures,
		id:        h.id,
		newRecord: h.newRecord,
		merge:     h.merge,
		check:     haloCheck,
	}
}

// operation finds the name of an operation of the document.
func (h *haloServer) operation(method, path string) string {
	for _, op := range h.model.operations {
		if op.Method == method && op.Path == path {
			return op.ID
		}
	}
	return ""
}

// records are those of a collection by its name, such as Tickets.
func (h *haloServer) records(name string) *collection { return h.collection(h.kind(name), nil) }

// refuse writes an error in one of the forms that clients met: an object with Message, and a bare text where they found no
// JSON. Which status has which form is a guess.
func (h *haloServer) refuse(_ *call, status int, problems []problem) (int, any) {
	switch status {
	case http.StatusTooManyRequests:
		return status, []byte(fmt.Sprintf("Rate Limit Reached - %d Requests per rolling %s window", h.limiter.requests, haloWindowText(h.limiter.window)))
	case http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed:
		return status, []byte(problems[0].text())
	}
	strs := make([]string, len(problems))
	for i, p := range problems {
		strs[i] = p.text()
	}
	return status, map[string]any{"Message": strings.Join(strs, "; ")}
}

func haloWindowText(d time.Duration) string {
	if d%time.Minute == 0 {
		return fmt.Sprintf("%d minute", d/time.Minute)
	}
	return fmt.Sprintf("%g second", d.Seconds())
}

// id makes ids: whole numbers, and strings for the few collections that have those.
func (h *haloServer) id(c *collection, slot int) any {
	form, known := h.ids[c.kind]
	if !known {
		form = h.idForm(c.kind)
		h.ids[c.kind] = form
	}
	switch form {
	case haloNumberID:
		return boxedInteger(int64(slot + 1))
	case haloUUID:
		n := mix(c.path, slot) ^ c.server.settings.seed
		return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", uint32(n), uint16(n>>32), n>>48&0xfff, n>>20&0xfff, mix(c.path+"id", slot)&0xffffffffffff)
	}
	return fmt.Sprint(slot + 1)
}

// haloID is a form that ids have.
type haloID int

const (
	haloNumberID haloID = iota
	haloNumberText
	haloUUID
)

func (h *haloServer) idForm(k *kind) haloID {
	id := propertyOf(k.record, "id")
	if id == nil {
		id = propertyOf(k.row, "id")
	}
	switch {
	case id == nil || !id.Type.Is("string"):
		return haloNumberID
	case id.Format == "uuid" && !h.takesNumbers(k) || strings.HasPrefix(k.name, "Webhook"):
		return haloUUID
	}
	return haloNumberText
}

// haloWindow says what a list holds when no pages are asked for: count rows. Lists that have no pages at all are whole
// unless count cuts them.
func haloWindow(c *call) (from, count int, ok bool) {
	op := c.operation
	return 0, c.asked("count"), op.page.Style == source.PageByNumber && !(op.page.Ask != "" && c.truth(op.page.Ask))
}

// haloPicks leaves everything but the ids out of rows where that is asked for, and records within a record out of a read that
// doesn't ask for them. Custom fields are always there, and rows without a schema of their own and the responses of writes are
// like such a read: all these are guesses.
func haloPicks(c *call) func(name string, ref *openapi3.SchemaRef) bool {
	const details = "includedetails"
	op := c.operation
	switch {
	case op.role == roleList && (c.truth("idonly") || c.truth("ticketidonly")):
		return func(name string, _ *openapi3.SchemaRef) bool { return name == "id" }
	case c.truth(details),
		op.role == roleList && op.rowSchema != op.kind.record,
		op.role == roleGet && !op.query[details]:
		return nil
	}
	return func(name string, ref *openapi3.SchemaRef) bool {
		return c.server.vendor.always[name] || !nests(ref)
	}
}

// haloShow trims rows to their ids where that is asked for, and gives a single record a field that no document has.
func haloShow(c *call, record map[string]any) {
	if c.operation.role == roleList {
		if c.truth("idonly") || c.truth("ticketidonly") {
			maps.DeleteFunc(record, func(name string, _ any) bool { return name != "id" })
		}
		return
	}
	if c.operation.role != roleGet {
		return
	}
	if isOpen(c.operation.kind.record) {
		record["field_of_a_later_version"] = "new"
	}
}

// haloPaged are lists that no document describes and that come in an object when pages are asked for, with the names that clients
// read the rows by.
var haloPaged = map[string]string{"Item": "items", "Release": "releases", "SoftwareLicence": "licences"}

// envelope is the name of the rows in an object that no document describes.
func (h *haloServer) envelope(c *call) string {
	if c.operation.role != roleList {
		return ""
	}
	kind := c.operation.kind.name
	if kind == "TopLevel" {
		return "tree"
	}
	if items := haloPaged[kind]; items != "" && c.truth("pageinate") {
		return items
	}
	if !h.Server.settings.envelopes {
		return ""
	}
	name := strings.ToLower(c.operation.kind.name)
	switch {
	case spec.Singular(name) != name:
		return name
	case strings.HasSuffix(name, "s"):
		return name + "es"
	case strings.HasSuffix(name, "y"):
		return strings.TrimSuffix(name, "y") + "ies"
	}
	return name + "s"
}

// haloFigures adds what an object around rows says of them.
func haloFigures(c *call, body map[string]any, records []map[string]any) {
	if c.operation.role != roleList {
		return
	}
	if body["record_count"] == nil {
		body["record_count"] = len(records)
	}
	for _, name := range []string{"page_no", "page_size"} {
		if n := c.asked(name); n > 0 && c.operation.page.Ask != "" {
			body[name] = n
		}
	}
	for _, name := range []string{"ticket_id", "action_id"} {
		if n := c.asked(name); n > 0 && propertyOf(c.operation.response, name) != nil {
			body[name] = n
		}
	}
}
