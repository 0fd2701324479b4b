package wiretext

import "net/http"

// RequestID returns the id by which a response names its request: the first, among the headers that servers and what stands in
// front of them have for it, of which show makes something. Show masks what must not be seen, or returns "".
func RequestID(header http.Header, show func(id string) string) string {
	for _, name := range [...]string{"X-Request-Id", "X-Correlation-Id", "Request-Id", "X-Amzn-Requestid", "Cf-Ray"} {
		if id := header.Get(name); id != "" {
			if shown := show(id); shown != "" {
				return shown
			}
		}
	}
	return ""
}
