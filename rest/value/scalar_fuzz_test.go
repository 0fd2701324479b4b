package value

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// FuzzScalars reads every lenient type from anything. A value is kept as it was meant, or there is an error that says what kind
// of value came and not which; what has been read can be written again.
func FuzzScalars(f *testing.F) {
	for _, seed := range []string{
		`1`, `12.0`, `"12"`, `" 7 "`, `"1,234.5"`, `"1e,123"`, `"+1,234"`, `"-,123"`, `"\ud800"`, `"\u0031"`, "\"\xff\"", `null`, `[]`, `[[]]`, `[1,"2"]`, `{"a":1}`, `{"a":"1","a":2}`,
		`-0`, `"yes"`, `"YES"`, `true`, `1e400`, `1E+2`, `9223372036854775808`, `-9223372036854775808`, `9007199254740993.0`, `1180591620717411303424`, `"NaN"`, `"-Inf"`, `"0x1p-2"`,
		`"1_000"`, `"2026-01-02"`, `""`, `" "`, `"`, ``, ` `, `"a`, `nonsense`, `{`, `[`, "\x00",
	} {
		f.Add([]byte(seed))
	}
	type open struct {
		A   Int  `json:"a"`
		Raw JSON `json:"-"`
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var (
			i Int
			n Float
			b Bool
			s Text
			j JSON
			z Lazy[int]
			l List[Int]
			k List[Text]
			m Map[Text]
			p Nullable[Int]
			q Nullable[Text]
			x Secret
			u Time
			d Date
		)
		valid := json.Valid(raw)
		for _, v := range []any{&i, &n, &b, &s, &j, &z, &l, &k, &m, &p, &q, &x, &u, &d} {
			err := json.Unmarshal(raw, v)
			if err == nil && !valid {
				t.Fatalf("%T took %q, which is no JSON", v, raw)
			}
			if _, typed := errors.AsType[*ScalarError](err); err != nil && valid && !typed {
				if _, mismatch := errors.AsType[*json.UnmarshalTypeError](err); !mismatch {
					t.Fatalf("%T: %q: a %T: %v", v, raw, err, err)
				}
			}
			if err != nil && len(err.Error()) > 200 {
				t.Fatalf("%T: an error of %d bytes", v, len(err.Error()))
			}
			if _, writeErr := json.Marshal(v); err == nil && writeErr != nil {
				t.Fatalf("%T took %q and can't be written again: %v", v, raw, writeErr)
			}
			// Nobody promises that a decoder looks at the JSON before a type does.
			reflectUnmarshal(v, raw)
		}
		var o open
		if err := UnmarshalOpen(raw, &o, &o.Raw); err == nil && (!valid || string(o.Raw) != string(raw)) {
			t.Fatalf("an open object took %q as %q", raw, o.Raw)
		}
		looseJSON(JSON(raw))
		if valid {
			keptScalars(t, raw)
		}
	})
}

func reflectUnmarshal(v any, raw []byte) {
	if own, ok := v.(json.Unmarshaler); ok {
		own.UnmarshalJSON(raw)
	}
}

// looseJSON looks into a value that may be no JSON.
func looseJSON(j JSON) {
	j.Text()
	j.Int()
	j.Float()
	j.Bool()
	j.Field("a")
	j.Fields()
	j.Items()
	j.IsNull()
	j.Decode(new(any))
	_ = j.String()
}

// keptScalars compares what the lenient types read with what stands in the JSON.
func keptScalars(t *testing.T, raw []byte) {
	var plain string
	isText := json.Unmarshal(raw, &plain) == nil && strings.HasPrefix(strings.TrimSpace(string(raw)), `"`)
	if !isText {
		plain = strings.TrimSpace(string(raw))
	}
	trimmed := strings.TrimSpace(plain)
	exact, isNumber := new(big.Rat), false
	if decimal(trimmed) && len(trimmed) < 40 && !strings.ContainsAny(trimmed, "eE") { // a Rat writes an exponent out
		_, isNumber = exact.SetString(trimmed)
	}
	var i Int
	if json.Unmarshal(raw, &i) == nil && isNumber && new(big.Rat).SetInt64(int64(i)).Cmp(exact) != 0 {
		t.Fatalf("%q became %d", raw, i)
	}
	var n Float
	if json.Unmarshal(raw, &n) == nil && isNumber {
		if want, _ := exact.Float64(); want != float64(n) {
			t.Fatalf("%q became %v", raw, n)
		}
	}
	var grouped Float
	if json.Unmarshal(raw, &grouped) == nil && strings.Contains(trimmed, ",") {
		var again Float
		if text, _ := json.Marshal(strings.ReplaceAll(trimmed, ",", "")); json.Unmarshal(text, &again) != nil || again != grouped || strings.ContainsAny(strings.SplitN(trimmed, ".", 2)[0], "eE") {
			t.Fatalf("%q became %v", raw, grouped)
		}
	}
	var b, again Bool
	if json.Unmarshal(raw, &b) == nil {
		text, _ := json.Marshal(b)
		if json.Unmarshal(text, &again) != nil || again != b {
			t.Fatalf("%q became %t and then %t", raw, b, again)
		}
	}
	var s Text
	var x Secret
	if isText && utf8.Valid(raw) {
		if json.Unmarshal(raw, &s) != nil || string(s) != plain {
			t.Fatalf("%q became the text %q", raw, s)
		}
		if json.Unmarshal(raw, &x) != nil || x.Reveal() != plain {
			t.Fatalf("%q is another secret", raw)
		}
		if shown, _ := json.Marshal(x); len(plain) > len(wiretext.Masked) && strings.Contains(fmt.Sprintf("%s %v %+v %#v %x", shown, x, x, x, x), plain) {
			t.Fatalf("the secret %q shows", plain)
		}
	}
	var j JSON
	if json.Unmarshal(raw, &j) != nil || string(j) != strings.TrimSpace(string(raw)) && string(j) != string(raw) {
		t.Fatalf("%q became %q", raw, j)
	}
	var p Nullable[Text]
	if json.Unmarshal(raw, &p) == nil {
		if _, set := p.Get(); p.IsZero() || p.IsNull() != (trimmed == "null" && !isText) || set == p.IsNull() {
			t.Fatalf("%q became null %t, set %t", raw, p.IsNull(), set)
		}
		written, _ := json.Marshal(p)
		var back Nullable[Text]
		if err := json.Unmarshal(written, &back); err != nil || back.IsNull() != p.IsNull() || back.IsZero() != p.IsZero() {
			t.Fatalf("%q became %s, and that is not the same: %v", raw, written, err)
		}
	}
}
