package conformance

import (
	"reflect"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// knownRecords are the records that a vendor's calls were tried with so far. What a client makes of a record is the work of its Go type, so
// one that was filled once, in that type, needs only be mentioned where it stands again: a ticket stands in hundreds of responses, and
// dozens of times in one. In another Go type it is another record.
type knownRecords struct {
	// tried are those whose calls went well, each with how many records deep it was filled.
	tried map[recordAs]int
	// filled are those of the value that is being made.
	filled map[recordAs]int
	fields map[reflect.Type]map[string]reflect.Type
}

// recordAs is a record in a Go type.
type recordAs struct {
	schema *spec.Schema
	as     reflect.Type
}

func newKnownRecords() *knownRecords {
	return &knownRecords{map[recordAs]int{}, map[recordAs]int{}, map[reflect.Type]map[string]reflect.Type{}}
}

// begin forgets what was filled and not kept.
func (k *knownRecords) begin() { clear(k.filled) }

// keep remembers, of a value that went well, what was filled.
func (k *knownRecords) keep() {
	for record, deep := range k.filled {
		k.tried[record] = max(deep, k.tried[record])
	}
	clear(k.filled)
}

// again reports whether a record was filled before as deep as it would be now, and takes down that it is filled where it wasn't.
func (k *knownRecords) again(schema *spec.Schema, as reflect.Type, deep int) bool {
	if k == nil {
		return false
	}
	record := recordAs{schema, recordType(as)}
	if max(k.tried[record], k.filled[record]) >= deep {
		return true
	}
	k.filled[record] = deep
	return false
}

// recordType is the type of the record in a pointer or a list.
func recordType(t reflect.Type) reflect.Type {
	for t != nil && (t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8) {
		t = t.Elem()
	}
	return t
}

// fieldType is the type of a record's field by its name in JSON. What no field of the type takes is kept by the type itself.
func (k *knownRecords) fieldType(t reflect.Type, name string) reflect.Type {
	t = recordType(t)
	switch {
	case t == nil:
		return nil
	case t.Kind() == reflect.Map:
		return t.Elem()
	case t.Kind() != reflect.Struct:
		return t
	}
	fields, known := k.fields[t]
	if !known {
		fields = map[string]reflect.Type{}
		for _, field := range reflect.VisibleFields(t) {
			if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" && name != "-" {
				fields[name] = field.Type
			}
		}
		k.fields[t] = fields
	}
	if field, named := fields[name]; named {
		return field
	}
	return t
}
