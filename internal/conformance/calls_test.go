package conformance

import (
	"sync"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// calls are the calls of a vendor's operations by their generated methods, against a recorder. Each is made once, when the first test
// asks for it, for all tests that have something to say about it.
type calls struct {
	doc      *spec.Document
	recorder *recorder
	client   any
	valid    *validator
	deepest  int // how many records deep a snapshot's records are filled
	before   *earlier
	// sent and received are the records of requests and responses that were filled deeper than a snapshot shows.
	sent, received *knownRecords

	mu   sync.Mutex
	made map[string]*called // by operationId
}

// called is what came of an operation's calls.
type called struct {
	exchanges []*exchange
	snapshot  string
	faults    []string
	failure   error // of a call, which ends the others
	over      bool
}

// exchange is a call that was made, with what it sent and got.
type exchange struct {
	way      string            // the method
	path     map[string]string // the parameters in it
	body     any               // what the body should be
	sent     *sentRequest
	response response
	gives    bool // whether the method gives a result
	result   any  // until it was judged
}

// hidden is how deep records are filled in calls that are checked and not written down.
const hidden = 3

// callsOf are a vendor's. Their recorder serves until the tests end.
var callsOf = perVendor(func(vendor string) (*calls, error) {
	c := &calls{before: newEarlier(), deepest: 4, sent: newKnownRecords(), received: newKnownRecords(), made: map[string]*called{}}
	var err error
	if c.doc, err = documents(vendor); err != nil {
		return nil, err
	}
	if len(c.doc.Operations) > 1000 {
		c.deepest = 1 // with the records in a record, they would be too long for anybody to look through
	}
	valid, err := validators(vendor)
	if err != nil {
		return nil, err
	}
	c.valid = valid.remembering()
	c.recorder = newRecorder()
	editor, err := tokenEditor(c.doc, c.recorder.URL)
	if err != nil {
		return nil, err
	}
	c.client, err = newClient(vendor, c.recorder.URL, rest.WithRequestEditorFn(editor), rest.WithoutPacing(), rest.WithoutRetries())
	return c, err
})

// of returns what came of an operation's calls.
func (c *calls) of(t *testing.T, op *spec.Operation) *called {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	made := c.made[op.ID]
	if made == nil {
		made = &called{}
		c.made[op.ID] = made
		made.failure = caller{c, op, made}.callAll(t)
		made.over = true
		made.release()
	}
	if made.failure != nil {
		t.Fatalf("%s: %v", op.ID, made.failure)
	}
	if !made.over {
		t.Fatalf("the calls of %s failed in another test", op.ID)
	}
	return made
}

// release lets go of what nobody looks at once the calls were judged.
func (c *called) release() {
	for _, e := range c.exchanges {
		e.sent.value = nil
		e.response.enveloped = nil
		if download, file := e.result.(*rest.Download); file {
			download.Close()
		}
		e.result = nil
	}
}
