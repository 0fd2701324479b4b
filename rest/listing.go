package rest

import (
	"context"
	"iter"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// Listing describes a list operation to Pages and All: which parameters ask for a page, and which members of an answer
// hold its rows and say where it stands. Members below others are spelt with dots: "pagination.nextPage".
type Listing struct {
	_ value.Incomparable

	// Style is "number", "cursor", "time" or "none", as Paging has it.
	Style string
	// Page is the parameter for the page's number, or for the text to continue with.
	Page string
	// Size is the parameter for the rows on a page, Cap how many are asked for when the caller doesn't say; 0 leaves
	// that to the vendor.
	Size string
	Cap  int64
	// Ask is a parameter that must be true for the vendor to give pages at all; empty where there is none.
	Ask string
	// Items is the member that holds the rows; empty when the answer is the list itself.
	Items string
	// Next, Pages, Current, Total and Token are the members that Progress is made of.
	Next, Pages, Current, Total, Token string
	// From is the member of a row that holds the text to continue with, for "time"; Key the one that tells rows apart; empty
	// counts as "id".
	From, Key string
	// Limit is the parameter by which a caller asks for fewer rows than there are, of a list without pages.
	Limit string
	// Ceiling is how many rows the vendor lets one see; 0 is no bound.
	Ceiling int64
	// Loose says that some servers answer with the list itself and others with an object around it. Where Items is empty,
	// an object's only list is taken.
	Loose bool
}

// List makes the call one for a list, which Pages and All can walk.
//
//go:noinline
func (c *Call) List(listing Listing) *Call {
	c.listing = &listing
	if listing.Loose {
		c.envelope.form, c.envelope.items = listOrEnvelope, listing.Items
	}
	return c
}

// Pages goes through the pages of a list, one request at a time and only as far as the caller reads, as Walk does; with
// WithPrefetch one page further. The call is one that List has described; it isn't changed, and may be walked again.
//
// P is a pointer type, because the compiler makes one body for all pointers. Inlined it would be copied as often.
//
//go:noinline
func Pages[P any](ctx context.Context, client *Client, call *Call, opts []CallOption) iter.Seq2[Page[P], error] {
	return func(yield func(Page[P], error) bool) {
		call.listing.each(ctx, client, call, opts, reflect.TypeFor[P]().Elem(), func(got listPage) bool {
			page := Page[P]{Next: got.next}
			if got.list != nil {
				page.List = got.list.(P)
			}
			return yield(page, got.err)
		})
	}
}

// All goes through the rows of a list, page after page. The rows are pointers into their page, so that wide rows aren't
// copied; a row that is kept keeps its page. P and T are pointer types for the reason that Pages gives.
//
//go:noinline
func All[P, T any](ctx context.Context, client *Client, call *Call, opts []CallOption) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		call.listing.each(ctx, client, call, opts, reflect.TypeFor[P]().Elem(), func(got listPage) bool {
			if got.list != nil {
				rows := call.listing.rows(got.list)
				for i := range rows.Len() {
					if !yield(rows.Index(i).Addr().Interface().(T), nil) {
						return false
					}
				}
			}
			if got.err != nil {
				var none T
				yield(none, got.err)
				return false
			}
			return true
		})
	}
}

// WithPrefetch makes a walk over pages fetch the next page while the caller is busy with the present one. At most two pages
// are held. It has no effect beside WithResponse, which shows the page that the caller is at.
func WithPrefetch() CallOption {
	return func(o *callOptions) { o.prefetch = fetchAhead }
}

// listPage is a fetched page.
type listPage struct {
	list any // a pointer; nil when the page holds nothing to read
	next Cursor
	err  error

	again bool // an unpaged list, shown again, or a page that doesn't exist
}

// listWalk is a walk that makes its own calls.
type listWalk struct {
	*walker
	listing *Listing
	client  *Client
	call    *Call
	feed    feedState
}

// each fetches the pages of a list one after the other and gives them to yield until that says no.
func (l *Listing) each(ctx context.Context, client *Client, call *Call, opts []CallOption, page reflect.Type, yield func(listPage) bool) {
	w := l.walk(client, call, opts)
	w.page = page
	get := w.get
	var options callOptions
	options.gather(opts)
	if ahead := options.prefetch; ahead != nil && options.raw == nil {
		var stop func()
		get, stop = ahead(ctx, w)
		defer stop()
	}
	for more := w.going(); more; {
		var got listPage
		if got, more = get(ctx); got.again {
			break
		}
		if !yield(got) || got.err != nil {
			return
		}
	}
	if w.fault != nil {
		yield(listPage{err: w.fault})
	}
}

// fetchAhead returns a get that has the next page fetched before it returns this one, and what ends that. The walk belongs
// to one of the two at a time.
func fetchAhead(ctx context.Context, w *listWalk) (get func(context.Context) (listPage, bool), stop func()) {
	type fetched struct {
		page listPage
		more bool
	}
	ctx, cancel := context.WithCancel(ctx)
	var coming chan fetched
	get = func(context.Context) (listPage, bool) {
		var got fetched
		if coming != nil {
			got = <-coming
			coming = nil
		} else {
			got.page, got.more = w.get(ctx)
		}
		if got.more && got.page.err == nil {
			next := make(chan fetched, 1)
			coming = next
			go func() {
				page, more := w.get(ctx)
				next <- fetched{page, more}
			}()
		}
		return got.page, got.more
	}
	return get, func() {
		cancel()
		if coming != nil {
			<-coming
		}
	}
}

func (l *Listing) walk(client *Client, call *Call, opts []CallOption) *listWalk {
	w := &listWalk{listing: l, client: client, call: call.copy()}
	paging := Paging{Vendor: client.vendor.Name, Operation: call.operation, Style: l.Style, Ceiling: l.Ceiling, Items: l.Items, Key: l.Key}
	if l.Style == "number" {
		first, _ := strconv.ParseInt(w.call.take(l.Page), 10, 64)
		paging.First = first
	}
	if l.Ask != "" {
		w.call.take(l.Ask)
		w.call.add(l.Ask, "true")
	}
	if l.Cap > 0 && !w.call.has(l.Size) {
		w.call.add(l.Size, strconv.FormatInt(l.Cap, 10))
	}
	w.walker = paging.walk(opts)
	if l.Size != "" {
		w.asked, _ = strconv.ParseInt(w.call.value(l.Size), 10, 64)
	}
	w.atMost = l.Cap
	w.limited = l.Limit != "" && w.call.has(l.Limit)
	if w.total = l.Total; l.Items == "" {
		w.total = recordCount
	}
	return w
}

// get fetches the page at the walk's place. It reports whether there is another one behind it.
func (w *listWalk) get(ctx context.Context) (listPage, bool) {
	list, next, err := w.fetch(ctx)
	return listPage{list: list, next: next, err: err, again: w.over}, w.going()
}

// fetch gets the page at the walk's place. The page is nil when it holds nothing to read.
func (w *listWalk) fetch(ctx context.Context) (list any, next Cursor, err error) {
	if w.listing.Style == "time" {
		return w.fetchFeed(ctx)
	}
	call := w.call.copy()
	switch w.listing.Style {
	case "number":
		call.addFirst(w.listing.Page, strconv.FormatInt(w.place.Number, 10))
	case "cursor":
		if w.place.Token != "" {
			call.take(w.listing.Page)
			call.addFirst(w.listing.Page, w.place.Token)
		}
	}
	list, err = w.ask(ctx, call)
	if err != nil {
		_, err = w.step(Progress{}, err)
		return list, "", err
	}
	progress := w.listing.progress(list)
	if call.envelope.other {
		// The vendor answered in the other of its two forms: what the declared one says of the walk isn't there.
		progress.Total = call.envelope.total
	}
	if bare := call.envelope.other || w.listing.Items == ""; bare && progress.Total == 0 {
		// Nothing says where the list ends, nor whether this server pages it at all.
		w.loose = true
		if w.listing.Cap > 0 && int64(progress.Rows) > w.listing.Cap {
			w.done = true
			return list, "", nil
		}
	}
	w.dropKnown()
	next, err = w.step(progress, nil)
	if w.over || err != nil {
		list = nil
	}
	return list, next, err
}

// ask makes a call for a page. The page is nil when it holds nothing to read; a failed call ends the iteration.
func (w *listWalk) ask(ctx context.Context, call *Call) (any, error) {
	w.forget()
	list := reflect.New(w.page).Interface()
	w.list = w.listing.rows(list)
	usable, err := w.client.do(ctx, call, w.opts, list)
	if err != nil {
		w.done = true
	}
	if !usable {
		return nil, err
	}
	return list, err
}

// rows returns the list of rows within an answer.
func (l *Listing) rows(list any) reflect.Value {
	v := reflect.ValueOf(list).Elem()
	if l.Items == "" {
		return v
	}
	return memberValue(v, l.Items)
}

func (l *Listing) progress(list any) Progress {
	v := reflect.ValueOf(list).Elem()
	p := Progress{Rows: l.rows(list).Len()}
	for _, figure := range [...]struct {
		path string
		into *int64
	}{{l.Next, &p.Next}, {l.Pages, &p.Pages}, {l.Current, &p.Current}, {l.Total, &p.Total}} {
		if figure.path == "" || l.Items == "" {
			continue
		}
		switch at := memberValue(v, figure.path); at.Kind() {
		case reflect.Int, reflect.Int32, reflect.Int64:
			*figure.into = at.Int()
		case reflect.Float64:
			*figure.into = int64(at.Float())
		}
	}
	if l.Token != "" && l.Items != "" {
		if at := memberValue(v, l.Token); at.Kind() == reflect.String {
			p.Token = at.String()
		}
	}
	return p
}

// memberValue finds the field of a struct that a JSON member is read into; an invalid Value when a part of the path is
// absent.
func memberValue(v reflect.Value, path string) reflect.Value {
	for _, name := range strings.Split(path, ".") {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return reflect.Value{}
		}
		found := -1
		for i := range v.NumField() {
			if tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); tag == name {
				found = i
				break
			}
		}
		if found < 0 {
			return reflect.Value{}
		}
		v = v.Field(found)
	}
	return v
}

// copy returns a call that can be changed and sent on its own. Its body, if any, is shared: lists that are walked have
// none, or one that can be sent again.
func (c *Call) copy() *Call {
	copied := *c
	copied.query = append(make([]byte, 0, len(c.query)+64), c.query...)
	copied.header = c.header.Clone()
	copied.envelope.other, copied.envelope.total = false, 0
	return &copied
}

// addFirst puts a parameter in front of the query's others.
func (c *Call) addFirst(name, value string) {
	others := c.query
	c.query = make([]byte, 0, len(others)+len(name)+len(value)+8)
	c.add(name, value)
	if len(others) > 0 {
		c.query = append(append(c.query, '&'), others...)
	}
}

// has reports whether a parameter is in the query.
func (c *Call) has(name string) bool {
	_, _, found := c.find(name)
	return found
}

// value returns a parameter's value.
func (c *Call) value(name string) string {
	start, end, found := c.find(name)
	if !found {
		return ""
	}
	_, value, _ := strings.Cut(string(c.query[start:end]), "=")
	value, _ = url.QueryUnescape(value)
	return value
}

// take removes a parameter from the query and returns its value.
func (c *Call) take(name string) string {
	start, end, found := c.find(name)
	if !found {
		return ""
	}
	_, value, _ := strings.Cut(string(c.query[start:end]), "=")
	if end < len(c.query) {
		end++ // the & behind it
	} else if start > 0 {
		start-- // the & before it
	}
	c.query = append(c.query[:start], c.query[end:]...)
	value, _ = url.QueryUnescape(value)
	return value
}

func (c *Call) find(name string) (start, end int, found bool) {
	name = url.QueryEscape(name)
	for start < len(c.query) {
		if end = start + strings.IndexByte(string(c.query[start:]), '&'); end < start {
			end = len(c.query)
		}
		if key, _, _ := strings.Cut(string(c.query[start:end]), "="); key == name {
			return start, end, true
		}
		start = end + 1
	}
	return 0, 0, false
}
