package rest

import (
	"bytes"
	"reflect"
)

// largestRow is more than a row of any vendor's takes, in bytes.
const largestRow = 64 << 10

// crowded reports whether the list that an answer is, or a list in the object that it is, has so many items that their rows
// would take more than so many bytes. A row may have hundreds of fields, and the two bytes of "0," or the three of "{}," make
// one: an answer well within its bound could fill any memory. Lists deeper down aren't looked at.
func crowded(body []byte, into reflect.Type, most int64) bool {
	commas := int64(bytes.Count(body, []byte{','}))
	if commas <= most/largestRow { // nearly always, and quickly told
		return false
	}
	each := rowSize(into)
	if commas*each <= most {
		return false
	}
	rows, depth, list := int64(1), 0, 1
	if body[skipSpace(body, 0)] == '{' { // it has commas, so there is something
		list = 2
	}
	for i := 0; i < len(body); i++ {
		switch body[i] {
		case '"':
			i = max(i, skipValue(body, i)-1)
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ',':
			if depth == list {
				rows++
			}
		}
	}
	return rows*each > most
}

// rowSize returns the size of a row of a list, or of the largest row of an object's lists; 0 when there is no list.
func rowSize(t reflect.Type) (size int64) {
	switch t.Kind() {
	case reflect.Slice:
		return int64(t.Elem().Size())
	case reflect.Struct:
		for i := range t.NumField() {
			if list := t.Field(i).Type; list.Kind() == reflect.Slice {
				size = max(size, int64(list.Elem().Size()))
			}
		}
	}
	return size
}
