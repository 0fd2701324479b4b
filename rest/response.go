package rest

import (
	"fmt"
	"net/http"
)

// Response is a response as received. When printed or logged, it shows only its status and size, since its content may include
// credentials that the vendor repeats.
type Response struct {
	Status int
	Header http.Header
	// Body is the response after decompression; nil for a download, and cut at 64 KiB for a failure.
	Body []byte
}

// String gives status and size.
func (r Response) String() string {
	return fmt.Sprintf("HTTP %d, %d bytes", r.Status, len(r.Body))
}

// Format writes String whatever the verb.
func (r Response) Format(f fmt.State, _ rune) { fmt.Fprint(f, r.String()) }

// MarshalText gives String, which keeps the content out of JSON logs too.
func (r Response) MarshalText() ([]byte, error) { return []byte(r.String()), nil }
