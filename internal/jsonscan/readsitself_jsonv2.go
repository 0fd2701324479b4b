//go:build go1.27 && goexperiment.jsonv2

package jsonscan

import (
	"encoding/json"
	jsonv2 "encoding/json/v2"
)

// ReadsItself reports whether a value, given by a pointer to it, has its own way of reading JSON.
func ReadsItself(pointer any) bool {
	switch pointer.(type) {
	case json.Unmarshaler, jsonv2.UnmarshalerFrom:
		return true
	}
	return false
}
