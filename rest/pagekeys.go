package rest

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"reflect"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// pageKeys tell a page's rows from those of other pages, without keeping them.
type pageKeys struct {
	// sum is the same for pages with the same rows, in whatever order.
	sum uint64
	// ids are the rows' ids. It is nil unless every row has one and no two have the same: then rows are distinguished by
	// all that they hold.
	ids map[uint64]bool
	// order has them in the order of the rows.
	order []uint64
}

// keyField is where a type of rows has its id.
type keyField struct {
	index int
	found bool
}

// findKey finds the field of a row type that a JSON field of this name is read into.
func findKey(row reflect.Type, name string) keyField {
	if row.Kind() == reflect.Struct {
		for i := range row.NumField() {
			if tag, _, _ := strings.Cut(row.Field(i).Tag.Get("json"), ","); tag == name {
				return keyField{i, true}
			}
		}
	}
	return keyField{}
}

// idOf returns the hash of a row's id; false when it has none.
func (k keyField) idOf(row reflect.Value) (uint64, bool) {
	switch id := row.Field(k.index); {
	case id.IsZero():
		return 0, false
	case id.Kind() == reflect.String:
		return stableKey(id.String()), true
	case id.CanInt():
		return mixed(uint64(id.Int())), true
	case id.Kind() == reflect.Float64:
		return mixed(math.Float64bits(id.Float())), true
	case id.Type() == reflect.TypeFor[value.JSON]():
		if text := jsonscan.Scalar(id.Bytes()); text != "" && text != "0" {
			return stableKey(text), true
		}
	}
	return 0, false
}

// rawReader returns what reads the hash of an id that is spelled as most are, without decoding it: the same that idOf returns for the
// decoded one. It reports false for another spelling.
func (k keyField) rawReader(row reflect.Type) func(raw []byte) (uint64, bool) {
	switch id := row.Field(k.index).Type; {
	case id.Kind() == reflect.Int64 && (!takesAll(id) || id == reflect.TypeFor[value.Int]()):
		return func(raw []byte) (uint64, bool) {
			if len(raw) == 0 || len(raw) > 18 || raw[0] == '0' {
				return 0, false
			}
			n := uint64(0)
			for _, c := range raw {
				if c < '0' || c > '9' {
					return 0, false
				}
				n = 10*n + uint64(c-'0')
			}
			return mixed(n), true
		}
	case id.Kind() == reflect.String && (!takesAll(id) || id == reflect.TypeFor[value.Text]()):
		return func(raw []byte) (uint64, bool) {
			if len(raw) < 3 || raw[0] != '"' {
				return 0, false
			}
			plain := raw[1 : len(raw)-1]
			for _, c := range plain {
				if c == '\\' || c >= 0x80 {
					return 0, false
				}
			}
			return stableKey(plain), true
		}
	}
	return func([]byte) (uint64, bool) { return 0, false }
}

// keysOf reads the ids of decoded rows. It reports false when they don't tell the rows apart.
func (k keyField) keysOf(rows reflect.Value) (pageKeys, bool) {
	if !k.found {
		return pageKeys{}, false
	}
	order := make([]uint64, rows.Len())
	for i := range order {
		id, ok := k.idOf(rows.Index(i))
		if !ok {
			return pageKeys{}, false
		}
		order[i] = id
	}
	return keysOfIDs(order)
}

// keysOfIDs makes the keys of rows whose ids are given. It reports false when they don't tell the rows apart.
func keysOfIDs(order []uint64) (pageKeys, bool) {
	keys := pageKeys{ids: make(map[uint64]bool, len(order)), order: order}
	for _, id := range order {
		if id == 0 || keys.ids[id] {
			return pageKeys{}, false
		}
		keys.ids[id] = true
		keys.sum += id
	}
	return keys, true
}

// wholeKeys tells rows apart by all that they hold.
func wholeKeys(rows [][]byte) (keys pageKeys) {
	for _, row := range rows {
		keys.sum += rowKey(row)
	}
	return keys
}

// rawKeys reads rows as they came, a JSON list: their ids where key names them, else all that they hold.
func rawKeys(rows []byte, key string) pageKeys {
	byID, whole := pageKeys{ids: map[uint64]bool{}}, pageKeys{}
	jsonscan.Items(rows, func(item []byte) {
		whole.sum += rowKey(item)
		if key == "" || byID.ids == nil {
			return
		}
		text := jsonscan.Scalar(rawField(item, key))
		id := stableKey(text)
		if text == "" || text == "0" || byID.ids[id] {
			byID.ids = nil
			return
		}
		byID.ids[id] = true
		byID.sum += id
	})
	if key == "" || byID.ids == nil {
		return whole
	}
	return byID
}

// rowsWithin finds the rows in a response as it came: the list itself, the field of its path, or the only list there is.
func rowsWithin(body []byte, listing *call.Listing) []byte {
	if jsonscan.Kind(body) == jsonscan.List {
		return body
	}
	if listing.Items == "" {
		rows, _, _ := rowsOf(body, listing)
		return rows
	}
	return rawAt(body, listing.Items)
}

// rawAt returns the value at a path of fields with dots between; nil when there is none.
func rawAt(body []byte, path string) []byte {
	for name := range strings.SplitSeq(path, ".") {
		if body = bytes.TrimSpace(rawField(body, name)); body == nil {
			return nil
		}
	}
	return body
}

// valuesAt returns all values at a path of fields with dots between, where fields come several times, in their order.
func valuesAt(body []byte, path string) [][]byte {
	values := [][]byte{body}
	for name := range strings.SplitSeq(path, ".") {
		var below [][]byte
		for _, object := range values {
			below = append(below, rawFields(object, name)...)
		}
		values = below
	}
	return values
}

// rawField returns the value of an object's field as it is decoded: of the exact name, or else of the name in another case; nil when
// there is none. Of several the last one counts, unless it is null.
func rawField(object []byte, name string) []byte {
	var exact, folded []byte
	jsonscan.Fields(object, func(field, value []byte) bool {
		into := &folded
		if string(field) == name {
			into = &exact
		} else if !strings.EqualFold(string(field), name) {
			return true
		}
		if *into == nil || value[0] != 'n' {
			*into = value
		}
		return true
	})
	if exact != nil {
		return exact
	}
	return folded
}

// rawFields returns the values of an object's fields that are decoded as one of this name: of the exact name, or else of the name in another
// case.
func rawFields(object []byte, name string) [][]byte {
	var exact, folded [][]byte
	jsonscan.Fields(object, func(field, value []byte) bool {
		switch {
		case string(field) == name:
			exact = append(exact, value)
		case exact == nil && strings.EqualFold(string(field), name):
			folded = append(folded, value)
		}
		return true
	})
	if exact != nil {
		return exact
	}
	return folded
}

// stableKey is the same for the same string in every process, so that a cursor may hold it. It is never 0.
func stableKey[T string | []byte](text T) uint64 {
	hash := uint64(14695981039346656037) // FNV-1a
	for i := range len(text) {
		hash = (hash ^ uint64(text[i])) * 1099511628211
	}
	return mixed(hash)
}

// rowKey is such a key of a whole row, of which eight bytes are taken at a time.
func rowKey(row []byte) uint64 {
	hash := uint64(len(row))
	for ; len(row) >= 8; row = row[8:] {
		hash = (bits.RotateLeft64(hash, 29) ^ binary.LittleEndian.Uint64(row)) * 0x9e3779b97f4a7c15
	}
	return mixed(hash ^ stableKey(row))
}

// mixed spreads a number over all bits, so that sums of such tell sets of numbers apart.
func mixed(n uint64) uint64 {
	n += 0x9e3779b97f4a7c15
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return max(n^n>>31, 1)
}
