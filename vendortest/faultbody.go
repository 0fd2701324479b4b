package vendortest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// respell writes a JSON body anew, with what the fault says of its fields. Files stay as they are.
func (f *Fault) respell(a response) response {
	if _, file := a.body.([]byte); file || a.body == nil || len(f.Values)+len(f.Repeated) == 0 {
		return a
	}
	body, err := decodeJSON(a.encode())
	if err != nil {
		panic(err) // the simulator wrote it
	}
	a.media = a.contentType()
	a.body = f.value(nil, body)
	return a
}

// value writes a value, which may no longer be JSON.
func (f *Fault) value(out []byte, value any) []byte {
	switch value := value.(type) {
	case map[string]any:
		out = append(out, '{')
		for i, name := range slices.Sorted(maps.Keys(value)) {
			if i > 0 {
				out = append(out, ',')
			}
			quoted := f.value(nil, name)
			out = append(append(out, quoted...), ':')
			if literal, ok := f.Values[name]; ok {
				out = append(out, literal...)
			} else {
				out = f.value(out, value[name])
			}
			if literal, ok := f.Repeated[name]; ok {
				out = append(append(append(append(out, ','), quoted...), ':'), literal...)
			}
		}
		return append(out, '}')
	case []any:
		out = append(out, '[')
		for i, item := range value {
			if i > 0 {
				out = append(out, ',')
			}
			out = f.value(out, item)
		}
		return append(out, ']')
	}
	plain, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return append(out, plain...)
}

// bombPiece is how much one member of a gzip bomb expands to.
const bombPiece = 1 << 17

// bomb sends gzip that expands to so many zeros. It is made of small members, each of which expands a thousandfold, and
// costs the simulator next to nothing.
func bomb(w http.ResponseWriter, a response, size int64) {
	var piece bytes.Buffer
	compress := func(n int64) []byte {
		piece.Reset()
		writer := gzip.NewWriter(&piece)
		writer.Write(bytes.Repeat([]byte{'0'}, int(n)))
		writer.Close()
		return piece.Bytes()
	}
	head(w, a, -1, "gzip")
	for field := compress(min(size, bombPiece)); size >= bombPiece; size -= bombPiece {
		if _, err := w.Write(field); err != nil {
			return
		}
	}
	if size > 0 {
		w.Write(compress(size))
	}
}

// trickle sends a body but for its last byte, and then a space each time, until one of the two sides leaves.
func (s *Server) trickle(w http.ResponseWriter, c *call, a response, body []byte, each time.Duration) {
	head(w, a, -1, "")
	w.Write(body[:max(len(body)-1, 0)])
	for {
		http.NewResponseController(w).Flush()
		if !s.wait(c.request.Context(), each) {
			panic(http.ErrAbortHandler) // to return would end the response in good order
		}
		if _, err := w.Write([]byte{' '}); err != nil {
			panic(http.ErrAbortHandler)
		}
	}
}

// head sends the head of a response whose body follows by hand; length is negative where it isn't said.
func head(w http.ResponseWriter, a response, length int, encoding string) {
	for name, values := range a.header {
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", a.contentType())
	}
	if encoding != "" {
		w.Header().Set("Content-Encoding", encoding)
	}
	if length >= 0 {
		w.Header().Set("Content-Length", strconv.Itoa(max(length, 1)))
	}
	w.WriteHeader(a.status)
}
