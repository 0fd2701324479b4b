package value_test

import (
	"encoding/json"
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// Part is part of a caller's own type.
type Part struct {
	ID string `json:"id"`
	*Deeper
}

// Deeper is part of Part.
type Deeper struct {
	Deep int `json:"deep"`
	*Part
}

// hidden has no exported name.
type hidden struct {
	Shade string `json:"shade"`
}

type figures struct {
	Name  string  `json:"name"`
	Whole int     `json:"whole"`
	Small int8    `json:"small"`
	Count uint32  `json:"count"`
	Share float32 `json:"share"`
}

// quotedFigures has figures that come as text.
type quotedFigures struct {
	Number  int     `json:"number,string"`
	Far     *uint64 `json:"far,string"`
	Yes     bool    `json:"yes,string"`
	Word    string  `json:"word,string"`
	Missing *int    `json:"missing,string"`
}

// callersOwn has what a struct of a caller's may have and generated ones don't.
type callersOwn struct {
	*Part
	hidden
	quotedFigures
	Address netip.Addr         `json:"address"`
	Pair    [2]int             `json:"pair"`
	Numbers map[int]string     `json:"numbers"`
	Hosts   map[netip.Addr]int `json:"hosts"`
	Bytes   map[uint8]string   `json:"bytes"`
	//lint:ignore SA5008 encoding/json names this field "-", which is what is tested
	Dash string `json:"-,"`

	Never string                `json:"-"`
	Any   any                   `json:"any"`
	Name  string                `json:"name"`
	Inner struct{ *Part }       `json:"inner"`
	List  []struct{ *Part }     `json:"list"`
	Typed map[string]netip.Addr `json:"typed"`
}

const ownFields = `"id":"7","deep":3,"shade":"grey","number":"12","far":"18446744073709551615","yes":"true","word":"\"w\"","missing":null,
	"address":"10.0.0.1","pair":[1,2],"numbers":{"1":"a","-2":"b"},"bytes":{"0":"a","255":"b"},"hosts":{"::1":5},"-":"dash","any":{"a":[1]},
	"inner":{"id":"8"},"list":[{"id":"9"},{"x":1}],"typed":{"a":"10.0.0.2"}`

// A field of another type than expected, or a name that comes in two spellings, costs none of the others, whatever their types are.
func TestDecodeLosesNothingOfACallersOwnStruct(t *testing.T) {
	t.Parallel()
	var want callersOwn
	if err := value.Decode([]byte("{"+ownFields+"}"), &want); err != nil {
		t.Fatal(err)
	}
	if want.ID != "7" || want.Deep != 3 || want.Shade != "grey" || *want.Far != 1<<64-1 || want.Inner.ID != "8" || want.List[1].Part != nil {
		t.Fatalf("%+v", want)
	}
	for body, field := range map[string]string{
		`{` + ownFields + `,"name":{}}`:    "name",
		`{` + ownFields + `,"ID":"other"}`: "",
	} {
		var got callersOwn
		err := value.Decode([]byte(body), &got)
		surprise, _ := errors.AsType[*value.DecodeError](err)
		if field == "" && err != nil || field != "" && (surprise == nil || surprise.Field != field) {
			t.Errorf("%s: %v", body, err)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(callersOwn{}), cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
}

// What is wrong with one of those fields is said of that field.
func TestDecodeNamesTheFieldOfACallersOwnStruct(t *testing.T) {
	t.Parallel()
	for body, field := range map[string]string{
		`{"address":"nowhere"}`:                    "address",
		`{"numbers":{"1":"a","2":{}}}`:             "numbers.2",
		`{"numbers":{"one":"a"}}`:                  "numbers",
		`{"hosts":{"::1":1,"nowhere":2}}`:          "hosts",
		`{"bytes":{"255":"a","256":"b"}}`:          "bytes",
		`{"bytes":{"-1":"a"}}`:                     "bytes",
		`{"bytes":{"7":"a","255":{}}}`:             "bytes.255",
		`{"hosts":{"::1":"x"}}`:                    "hosts.::1",
		`{"number":"twelve"}`:                      "number",
		`{"number":{}}`:                            "number",
		`{"deep":"x"}`:                             "deep",
		`{"inner":{"id":{}}}`:                      "inner.id",
		`{"list":[{"deep":1},{"deep":[]}]}`:        "list[1].deep",
		`{"pair":[1,"x"]}`:                         "pair",
		`{"typed":{"a":"10.0.0.2","b":"nowhere"}}`: "typed.b",
	} {
		var got callersOwn
		surprise, ok := errors.AsType[*value.DecodeError](value.Decode([]byte(body), &got))
		if !ok || surprise.Field != field {
			t.Errorf("%s: %+v, want something about %s", body, surprise, field)
		}
	}
}

// A struct behind a pointer that encoding/json can't set is an error, not a field that stays empty.
func TestDecodeIntoAnEmbeddedPointerThatCannotBeSet(t *testing.T) {
	t.Parallel()
	type outer struct {
		*hidden
		Name string `json:"name"`
	}
	var got outer
	err := value.Decode([]byte(`{"shade":"grey","name":"n"}`), &got)
	if surprise, ok := errors.AsType[*value.DecodeError](err); !ok || surprise.Field != "hidden" || !strings.Contains(err.Error(), "exported") || got.Name != "n" {
		t.Errorf("%+v, %v", got, err)
	}
	if err := value.Decode([]byte(`{"name":"n"}`), &got); err != nil {
		t.Error(err)
	}
}

// Figures of any size are read from the spellings that those of generated types are, unless they don't fit.
func TestDecodeReadsFiguresOfAnySize(t *testing.T) {
	t.Parallel()
	var got figures
	if err := value.Decode([]byte(`{"whole":"12","small":"-5","count":7.0,"share":"1.5","name":1}`), &got); err != nil || got != (figures{"1", 12, -5, 7, 1.5}) {
		t.Errorf("%+v, %v", got, err)
	}
	for body, field := range map[string]string{`{"small":"300"}`: "small", `{"count":"-1"}`: "count", `{"whole":"1.5"}`: "whole", `{"share":"1e300"}`: "share"} {
		surprise, ok := errors.AsType[*value.DecodeError](value.Decode([]byte(body), &got))
		if !ok || surprise.Field != field {
			t.Errorf("%s: %+v", body, surprise)
		}
	}
}

// What has its own way of reading null gets it, as from encoding/json, whatever another field is.
func TestNullIsReadBesideAMismatch(t *testing.T) {
	t.Parallel()
	type record struct {
		Note  value.Nullable[string] `json:"note"`
		Kept  json.RawMessage        `json:"kept"`
		Any   value.JSON             `json:"any"`
		Whose *value.JSON            `json:"whose"`
		Whole int                    `json:"whole"`
	}
	var got record
	err := value.Decode([]byte(`{"note":null,"kept":null,"any":null,"whose":null,"whole":{}}`), &got)
	if mismatch, ok := errors.AsType[*value.DecodeError](err); !ok || mismatch.Field != "whole" {
		t.Errorf("%v", err)
	}
	if !got.Note.IsNull() || string(got.Kept) != "null" || string(got.Any) != "null" || got.Whose != nil {
		t.Errorf("%+v", got)
	}
}
