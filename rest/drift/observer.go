package drift

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

const (
	defaultMaxBody     = 4 << 20
	defaultMaxFindings = 1000

	// maxKept bounds the bytes of all responses that are under way at once.
	maxKept = 64 << 20
)

// Observer examines a vendor's responses. It may be used by any number of clients and goroutines at once.
type Observer struct {
	vendor      string
	version     string
	routes      []*operation
	byID        map[string]*operation
	schemas     *schemas
	maxBody     int64
	maxFindings int
	structure   bool

	kept atomic.Int64

	mu       sync.Mutex
	findings map[key]*Finding
	dropped  int
	skipped  int
	foreign  int
	faults   int
	unnamed  map[string]int // fields of a schema that the document doesn't have, by schema
}

// Option changes what an Observer does.
type Option func(*Observer) error

// WithMaxBody sets how many bytes of a response are examined; the default is 4 MiB. A longer response is passed through and counted
// as skipped.
func WithMaxBody(bytes int64) Option {
	return func(o *Observer) error {
		if bytes <= 0 {
			return errors.New("WithMaxBody: the size must be positive")
		}
		o.maxBody = bytes
		return nil
	}
}

// WithMaxFindings sets how many different findings are kept; the default is 1000. Further ones are only counted.
func WithMaxFindings(n int) Option {
	return func(o *Observer) error {
		if n <= 0 {
			return errors.New("WithMaxFindings: the number must be positive")
		}
		o.maxFindings = n
		return nil
	}
}

// WithStructure also notes what responses look like where the document says that it doesn't know: names of fields, and types.
// Names that look like data are masked; those of a customer's own fields may be among the others.
func WithStructure() Option {
	return func(o *Observer) error { o.structure = true; return nil }
}

// New makes an observer of a vendor's responses. The documents are those of package specs: specs.Files(). Reading Halo's takes some
// hundredths of a second, or half a second if the sources aren't those that package specs was built with.
func New(documents fs.FS, vendor string, opts ...Option) (*Observer, error) {
	doc, err := spec.Open(documents, vendor)
	if err != nil {
		return nil, err
	}
	o := &Observer{
		vendor: vendor, byID: map[string]*operation{}, maxBody: defaultMaxBody, maxFindings: defaultMaxFindings,
		findings: map[key]*Finding{}, unnamed: map[string]int{},
	}
	for _, opt := range opts {
		if opt == nil { // one that a program has left unset
			continue
		}
		if err := opt(o); err != nil {
			return nil, fmt.Errorf("drift: %w", err)
		}
	}
	o.version = doc.Version
	o.schemas = &schemas{envelope: doc.Envelope, emptyLists: doc.EmptyObjectIsList, made: map[*spec.Schema]*schema{}}
	o.readOperations(doc)
	return o, nil
}

// Transport returns a RoundTripper that passes requests to next, or to http.DefaultTransport if next is nil, and examines its
// responses.
func (o *Observer) Transport(next http.RoundTripper) http.RoundTripper {
	if next == nil {
		next = http.DefaultTransport
	}
	return transport{o, next}
}

// safely runs something that must not break a caller.
func (o *Observer) safely(work func()) {
	defer func() {
		if recover() != nil {
			o.mu.Lock()
			o.faults++
			o.mu.Unlock()
		}
	}()
	work()
}
