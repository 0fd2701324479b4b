package vendortest

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
)

// Curl returns a command line that reads something from the simulator, with the seeded access token: one of the vendor's big lists. It
// works as it is in a POSIX shell, until the token expires.
func (s *Server) Curl() string {
	op := s.firstList()
	if op == nil {
		return ""
	}
	path := op.Path
	for name, value := range s.PathParams(op.ID) {
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
	}
	query := url.Values{}
	if op.page.Ask != "" {
		query.Set(op.page.Ask, "true")
	}
	if op.page.Size != "" {
		query.Set(op.page.Size, "2")
	}
	address := s.URL + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	line := []string{"curl", "-sS", "-H", quoted("Authorization: Bearer " + s.Credentials().AccessToken)}
	for _, name := range sortedKeys(s.model.doc.Headers) {
		line = append(line, "-H", quoted(name+": "+s.model.doc.Headers[name]))
	}
	return strings.Join(append(line, quoted(address)), " ")
}

// firstList finds the list of the first of the vendor's big collections, or else the one with the shortest path.
func (s *Server) firstList() (best *operation) {
	rank := func(op *operation) int {
		if i := slices.Index(s.vendor.big, op.kind.name); i >= 0 {
			return i
		}
		return len(s.vendor.big)
	}
	for _, op := range s.model.operations {
		if op.role != roleList || s.behave.views[op.ID] != "" || s.needsQuery(op) {
			continue
		}
		if best == nil || cmp.Or(cmp.Compare(rank(op), rank(best)), cmp.Compare(len(op.Path), len(best.Path))) < 0 {
			best = op
		}
	}
	return best
}

// needsQuery reports whether a query parameter must be sent.
func (s *Server) needsQuery(op *operation) bool {
	s.model.ready(op)
	for _, p := range op.parameters {
		if p.Required && p.In == "query" {
			return true
		}
	}
	return false
}

// quoted writes a word for a POSIX shell.
func quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }
