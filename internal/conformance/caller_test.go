package conformance

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// caller makes the calls of an operation, and checks what they send and what becomes of the responses.
type caller struct {
	*calls
	op *spec.Operation
	*called
}

func (c caller) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// callAll calls each of the operation's methods with everything set and with as little as it takes, and writes the snapshot: a section
// for each call, and one for what became of the response.
func (c caller) callAll(t *testing.T) error {
	t.Helper()
	ways := c.op.GoMethods()
	everything := exampler{deepest: c.deepest, varied: true}
	least := exampler{deepest: c.deepest, varied: true, least: true}
	response, leastResponse := c.response(t, everything), c.response(t, least)
	var out strings.Builder
	decoded := ""
	for i, way := range ways {
		method := goMethod(c.client, c.op.Tag, way)
		if !method.IsValid() {
			return fmt.Errorf("the client has no method %s.%s", c.op.Tag, way)
		}
		title := ""
		if len(ways) > 1 {
			title = strings.ToLower(way) + ", "
		}
		full, err := c.call(t, method, way, everything, response)
		if err != nil {
			return err
		}
		fmt.Fprintf(&out, "-- %severything\n%s", title, full.sent.text())
		if i == 0 {
			decoded = c.decoded(t, full)
			c.checkResponse("example", full)
		}
		small, err := c.call(t, method, way, least, leastResponse)
		if err != nil {
			return err
		}
		fmt.Fprintf(&out, "-- %sleast\n%s", title, small.sent.text())
		if c.deepest < hidden {
			if err := c.callDeep(t, method, way); err != nil {
				return err
			}
		}
	}
	c.snapshot = out.String() + decoded
	return nil
}

// callDeep calls a method with those records in its body and in the response, to the depth that is hidden, with which no call went well
// before.
func (c caller) callDeep(t *testing.T, method reflect.Value, way string) error {
	t.Helper()
	c.sent.begin()
	c.received.begin()
	response := c.response(t, exampler{deepest: hidden, varied: true, known: c.received, as: method.Type().Out(0)})
	made := exampler{deepest: hidden, varied: true, known: c.sent}
	args := c.arguments(t, made, way, method.Type())
	if len(c.sent.filled)+len(c.received.filled) == 0 {
		return nil
	}
	before := len(c.faults)
	deep, err := c.callWith(method, way, args, false, response)
	if err != nil {
		return err
	}
	if deep.gives {
		c.checkDecoded(t, deep)
	}
	c.checkResponse("deep example", deep)
	if len(c.faults) == before {
		c.sent.keep()
		c.received.keep()
	}
	return nil
}

func (c caller) checkResponse(which string, e *exchange) {
	for _, fault := range c.valid.response(c.op, e.sent, e.response) {
		c.fault("the %s response breaks the document: %s", which, fault)
	}
}

// call calls a method once with what is made for it.
func (c caller) call(t *testing.T, method reflect.Value, way string, made exampler, response response) (*exchange, error) {
	t.Helper()
	return c.callWith(method, way, c.arguments(t, made, way, method.Type()), made.least, response)
}

// callWith calls a method once and checks what it sent against the document.
func (c caller) callWith(method reflect.Value, way string, args arguments, least bool, response response) (*exchange, error) {
	c.recorder.respondWith(response)
	results := method.Call(args.values)
	sent, err := c.recorder.taken()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", way, err)
	}
	e := &exchange{way: way, path: args.path, body: args.body, sent: sent, response: response}
	if failure, _ := results[len(results)-1].Interface().(error); failure != nil {
		return nil, fmt.Errorf("%s: %w\nthe request was\n%s", way, failure, sent.text())
	}
	if e.gives = len(results) > 1; e.gives {
		e.result = results[0].Interface()
	}
	for _, fault := range c.valid.request(c.op, sent) {
		c.fault("%s: the request breaks the document: %s\nit was\n%s", way, fault, sent.text())
	}
	if !least {
		for _, name := range unsent(c.op, sent, args.body) {
			c.fault("%s: the document has %s, and the request with everything hasn't:\n%s", way, name, sent.text())
		}
	}
	c.exchanges = append(c.exchanges, e)
	return e, nil
}

// arguments makes what a method takes, everything that the document has for it or as little as it allows, and what the
// body should be.
func (c caller) arguments(t *testing.T, made exampler, way string, method reflect.Type) arguments {
	t.Helper()
	if c.op.Upsert == nil {
		path := map[string]string{}
		for _, p := range c.op.Parameters {
			if p.In == "path" {
				path[p.Name] = plain(jsonNumber(exampler{deepest: made.deepest, varied: true}.value(p.Schema, p.Name, 0)))
			}
		}
		return makeArguments(t, made, c.op, method, path)
	}
	schema := upsertSchema(c.doc, c.op, strings.ToLower(way))
	made.as = method.In(1)
	record, _ := generic(t, made.object(schema, 0)).(map[string]any)
	if way == "Update" {
		record["id"] = exampler{}.value(schema.Properties.Get("id"), "id", 0)
		if scope := c.op.Scope; scope != "" && record[scope] == nil { // what the id counts within
			record[scope] = record["id"]
		}
	}
	argument := reflect.New(method.In(1))
	data, err := json.Marshal([]any{record})
	must(t, err)
	must(t, json.Unmarshal(data, argument.Interface()))
	return arguments{values: []reflect.Value{reflect.ValueOf(t.Context()), argument.Elem()}, body: []any{record}}
}
