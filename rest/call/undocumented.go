package call

import (
	"net/http"
	"net/url"
	"strings"
)

// Undocumented starts a call of an operation that no document has. Its path is complete and escaped, and is used as it is, except
// that "." and ".." segments are refused. The query may be nil.
func Undocumented(operation, method, path string, query url.Values) *Call {
	call := New(operation, strings.ToUpper(method), "(undocumented path)")
	call.unfilled = ""
	segments, _, _ := strings.Cut(path, "?")
	// The path isn't quoted in errors: it holds values, and a query that stands where none may holds credentials.
	if !strings.HasPrefix(path, "/") || segments != path || strings.ContainsAny(path, "#{}\\") {
		call.fail("give a path that starts with a slash and holds no query; escape what it is made from with url.PathEscape")
	}
	number := -1
	for segment := range strings.SplitSeq(segments, "/") {
		number++
		if _, err := url.PathUnescape(segment); err != nil || climbs(segment) {
			call.fail(`segment %d of the path is wrongly escaped, or has "." or ".." as a part of the path`, number)
		}
	}
	call.path = []byte(path)
	call.query = Query(query.Encode())
	if call.method == "" || strings.Trim(call.method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
		call.method = "(no method)"
		call.fail("the method is not an HTTP method, such as GET or POST")
	}
	if call.method == http.MethodGet || call.method == http.MethodHead {
		call.RetrySafe(true)
	}
	return call
}
