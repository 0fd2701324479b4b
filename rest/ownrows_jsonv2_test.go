//go:build go1.27 && goexperiment.jsonv2

package rest_test

import (
	"encoding/json/jsontext"
	"testing"
)

// streamed reads itself as encoding/json/v2 has it.
type streamed struct{ raw string }

func (s *streamed) UnmarshalJSONFrom(from *jsontext.Decoder) error {
	text, err := from.ReadValue()
	s.raw = string(text)
	return err
}

func TestAnOwnRowThatReadsItselfFromADecoderGetsAllOfIt(t *testing.T) {
	t.Parallel()
	rows, _, err := listOwn[streamed](t, `{"jobs":[{"id":1,"ID":2,"deep":{"x":[1]}}],"meta":{"total":1}}`)
	if err != nil || len(rows) != 1 || rows[0].raw != `{"id":1,"ID":2,"deep":{"x":[1]}}` {
		t.Errorf("%+v, %v", rows, err)
	}
}
