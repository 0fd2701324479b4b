package call

import (
	"net/url"
	"strings"
)

// Query is the query of a request, escaped: the parameters in the order in which they were added.
type Query []byte

// Add appends one parameter, with name and value escaped: page[number] is sent as page%5Bnumber%5D.
func (q *Query) Add(name, value string) {
	out := *q
	if len(out) > 0 {
		out = append(out, '&')
	}
	out = append(out, url.QueryEscape(name)...)
	out = append(out, '=')
	*q = append(out, url.QueryEscape(value)...)
}

// AddFirst puts a parameter in front of the query's others.
func (q *Query) AddFirst(name, value string) {
	others := *q
	*q = make([]byte, 0, len(others)+len(name)+len(value)+8)
	q.Add(name, value)
	if len(others) > 0 {
		*q = append(append(*q, '&'), others...)
	}
}

// Replace sets a parameter in its place in the query, or appends it.
func (q *Query) Replace(name, value string) {
	start, end, found := q.find(name)
	if !found {
		q.Add(name, value)
		return
	}
	behind := string((*q)[end:])
	*q = append((*q)[:start], url.QueryEscape(name)...)
	*q = append(append(*q, '='), url.QueryEscape(value)...)
	*q = append(*q, behind...)
}

// Has reports whether a parameter is in the query.
func (q *Query) Has(name string) bool {
	_, _, found := q.find(name)
	return found
}

// Get returns a parameter's value; "" where it isn't there.
func (q *Query) Get(name string) string {
	start, end, found := q.find(name)
	if !found {
		return ""
	}
	_, value, _ := strings.Cut(string((*q)[start:end]), "=")
	value, _ = url.QueryUnescape(value)
	return value
}

// Take removes a parameter from the query and returns its value.
func (q *Query) Take(name string) string {
	start, end, found := q.find(name)
	if !found {
		return ""
	}
	_, value, _ := strings.Cut(string((*q)[start:end]), "=")
	if end < len(*q) {
		end++ // the & behind it
	} else if start > 0 {
		start-- // the & before it
	}
	*q = append((*q)[:start], (*q)[end:]...)
	value, _ = url.QueryUnescape(value)
	return value
}

func (q *Query) find(name string) (start, end int, found bool) {
	name = url.QueryEscape(name)
	for start < len(*q) {
		if end = start + strings.IndexByte(string((*q)[start:]), '&'); end < start {
			end = len(*q)
		}
		if key, _, _ := strings.Cut(string((*q)[start:end]), "="); key == name {
			return start, end, true
		}
		start = end + 1
	}
	return 0, 0, false
}
