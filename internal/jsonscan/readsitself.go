//go:build !(go1.27 && goexperiment.jsonv2)

package jsonscan

import "encoding/json"

// ReadsItself reports whether a value, given by a pointer to it, has its own way of reading JSON.
func ReadsItself(pointer any) bool {
	_, own := pointer.(json.Unmarshaler)
	return own
}
