package spec

import "slices"

// Page is how a list is paged, and where its rows are.
type Page struct {
	Style string // number, cursor, time or none
	// Page, Cursor, Size, Ask and Limit are parameters of the query: which page, how many rows it has, the one without which
	// there are no pages, and how many rows in all.
	Page, Cursor, Size, Ask, Limit string
	// From and Key are of style time: the parameter from which on, and the field of a row that it is compared with.
	From, Key string
	Items     string // the field that holds the rows; "" where the response is the list
	// Next, Pages, Current, Total and Token are paths of fields in the response.
	Next, Pages, Current, Total, Token []string
	Cap                                int      // how many rows a page has at the most; 0 where it isn't known
	Ceiling                            int      // beyond how many rows the vendor refuses to go; 0 for none
	Loose                              bool     // a list may come in an object, and the other way round
	Besides                            []string // the lists in such an object that aren't rows
}

// Envelope is what is around every response of a vendor: names of fields, "" for those that it hasn't got.
type Envelope struct {
	Data    string // holds the record
	Error   string // and Errors say what is wrong
	Errors  string
	Code    string
	Token   string   // holds a live token
	Verdict *Verdict // nil where the HTTP status says how it went
}

// Fields lists the fields around a record.
func (e Envelope) Fields() []string {
	fields := []string{e.Data, e.Error, e.Errors, e.Code, e.Token}
	if e.Verdict != nil {
		fields = append(fields, e.Verdict.Field)
	}
	return slices.DeleteFunc(fields, func(name string) bool { return name == "" })
}

// Verdict is how a response says itself whether it is a success.
type Verdict struct {
	Field  string
	Equals any // its value when it is
}

// RateLimit is a vendor's limit: requests within a window in seconds, and the headers that tell of it.
type RateLimit struct {
	Requests, Window        int
	Limit, Remaining, Reset string
}

// Evidence says how sure something is, and from where it is known.
type Evidence struct {
	Level  string // documented, observed or inferred
	Source string
	Note   string
}
