package vendortest

import "fmt"

// Edit changes a response of the vendor's own, so that a test sees what its integration does when the vendor changes something: a
// field of another name, a value that is new, a number as a string. It is given the operationId, or a name such as "token" as [Request.Operation] has it, and the body as the values that
// JSON has, numbers as json.Number, and returns the body that is sent. It may be called from several goroutines at once.
//
//	srv.Fail(vendortest.Fault{Operation: "listRoles", Times: -1, Edit: func(_ string, body any) any {
//		for _, row := range body.(map[string]any)["data"].([]any) {
//			row.(map[string]any)["kind"] = "new"
//		}
//		return body
//	}})
type Edit func(operation string, body any) any

// edited is a response after the fault's Edit. A response that isn't JSON has nothing to edit.
func (f *Fault) edited(c *call, a response) response {
	if f.Status != 0 {
		a.status = f.Status
	}
	if _, raw := a.body.([]byte); raw || a.body == nil {
		return a
	}
	body, err := decodeJSON(a.encode())
	if err != nil {
		panic(fmt.Errorf("the response of %s can't be read again: %w", c.label, err))
	}
	a.body = f.Edit(c.label, body)
	return a
}
