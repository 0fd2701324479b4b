//go:build go1.27 && goexperiment.jsonv2

package value

import (
	"encoding/json"
	jsonv2 "encoding/json/v2"
	"reflect"
)

// unmarshal does what json.Unmarshal does. That reads everything twice, so that it writes nothing when the string is broken
// and goes on after a field of another type. Here it is read once, by the same rules, into a value that is zero and can
// be made so again; what doesn't succeed is left to json.Unmarshal.
func unmarshal(data []byte, out any) error {
	if into := reflect.ValueOf(out); into.Kind() == reflect.Pointer && !into.IsNil() && into.Elem().IsZero() {
		err := jsonv2.Unmarshal(data, out, json.DefaultOptionsV1(), json.ReportErrorsWithLegacySemantics(false))
		if err == nil {
			return nil
		}
		into.Elem().SetZero()
	}
	return json.Unmarshal(data, out)
}
