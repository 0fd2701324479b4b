package conformance

import (
	"reflect"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// iterateAll runs a list's iterator over its first rows.
func iterateAll(t *testing.T, client any, op *spec.Operation, args []reflect.Value) {
	t.Helper()
	all := goMethod(client, op.Tag, "All"+strings.TrimPrefix(op.GoMethod, "List"))
	if !all.IsValid() {
		t.Errorf("%s has pages and no All", op.ID)
		return
	}
	rows := 0
	for _, err := range all.Call(args[:all.Type().NumIn()-1])[0].Seq2() {
		if failure, _ := err.Interface().(error); failure != nil {
			t.Errorf("row %d: %v", rows, failure)
			return
		}
		if rows++; rows == 120 {
			return
		}
	}
	if rows == 0 {
		t.Error("All gave no row")
	}
}

func rowsOf(response any, page *spec.Page) int {
	if envelope, ok := response.(map[string]any); ok {
		if page.Items != "" {
			response = envelope[page.Items]
		} else {
			response = onlyList(envelope)
		}
	}
	rows, _ := response.([]any)
	return len(rows)
}

// onlyList is the list in an object around rows that the document declares bare; the object itself where there isn't just one.
func onlyList(envelope map[string]any) any {
	var found any = envelope
	lists := 0
	for _, field := range envelope {
		if rows, ok := field.([]any); ok {
			found = rows
			lists++
		}
	}
	if lists != 1 {
		return envelope
	}
	return found
}
