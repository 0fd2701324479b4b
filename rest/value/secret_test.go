package value_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/printed"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

func TestSecretShowsItsMask(t *testing.T) {
	t.Parallel()
	secret, none := value.NewSecret("hush"), value.Secret{}
	for _, test := range []struct {
		got, want string
	}{
		{secret.String(), "[secret]"}, {none.String(), ""},
		{secret.Reveal(), "hush"}, {none.Reveal(), ""},
		{fmt.Sprintf("%v %s %q %x %d %p", secret, secret, secret, secret, secret, &none)[:44], "[secret] [secret] [secret] [secret] [secret]"},
		{fmt.Sprintf("%#v", secret), `value.Secret("[secret]")`}, {fmt.Sprintf("%#v", none), `value.Secret("")`},
		{fmt.Sprintf("%+v", struct{ Key value.Secret }{secret}), "{Key:[secret]}"},
		{fmt.Sprint(map[string]value.Secret{"a": secret}), "map[a:[secret]]"},
		{string(encode(t, json.Marshal, struct{ A, B value.Secret }{A: secret})), `{"A":"[secret]","B":""}`},
		{string(encode(t, json.Marshal, struct {
			A value.Secret `json:"a,omitzero"`
		}{})), `{}`},
		{string(encode(t, xml.Marshal, secret)), "<Secret>[secret]</Secret>"},
		{slog.AnyValue(secret).Resolve().String(), "[secret]"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
	if secret.IsZero() || !none.IsZero() || !value.NewSecret("").IsZero() {
		t.Error("IsZero is wrong")
	}
}

// TestSecretInUnexportedFields: fmt calls no method of a value in an unexported field, so the value itself must give
// nothing away.
func TestSecretInUnexportedFields(t *testing.T) {
	t.Parallel()
	const text = "planted-secret-0123456789"
	type inner struct{ key value.Secret }
	secret := value.NewSecret(text)
	config := struct {
		token  value.Secret
		points *value.Secret
		deep   *inner
		list   []value.Secret
		byName map[string]value.Secret
		any    any
	}{secret, &secret, &inner{secret}, []value.Secret{secret}, map[string]value.Secret{"k": secret}, secret}
	for name, shown := range map[string]string{
		"a struct": printed.EveryWay(config), "a pointer": printed.EveryWay(&config), "a list": printed.EveryWay([]any{config, &config}), "the secret": printed.EveryWay(secret), "its pointer": printed.EveryWay(&secret),
		"go-cmp": cmp.Diff(config, config, cmp.Exporter(func(reflect.Type) bool { return true })) + cmp.Diff(secret, value.NewSecret("another-secret")) + cmp.Diff([]value.Secret{secret}, nil),
	} {
		if strings.Contains(shown, text) || strings.Contains(shown, "another-secret") || strings.Contains(shown, fmt.Sprintf("%x", text)) {
			t.Errorf("%s shows the secret: %s", name, shown)
		}
	}
}

func TestSecretEqual(t *testing.T) {
	t.Parallel()
	hush := value.NewSecret("hush")
	for _, test := range []struct {
		a, b  value.Secret
		equal bool
	}{
		{hush, hush, true}, {hush, value.NewSecret("hu" + "sh"), true}, {hush, value.NewSecret("hust"), false},
		{hush, value.NewSecret("hus"), false}, {hush, value.Secret{}, false}, {value.Secret{}, value.NewSecret(""), true},
	} {
		if test.a.Equal(test.b) != test.equal || test.b.Equal(test.a) != test.equal || cmp.Equal(test.a, test.b) != test.equal {
			t.Errorf("%q and %q: not %t", test.a.Reveal(), test.b.Reveal(), test.equal)
		}
	}
}

func TestSecretDecodes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ json, want string }{
		{`{"key":"hush"}`, "hush"}, {`{"key":"h\u00fc\"sh\/"}`, `hü"sh/`}, {`{"key":null}`, ""}, {`{"key":""}`, ""}, {`{}`, ""},
	} {
		got := struct {
			Key value.Secret `json:"key"`
		}{}
		if err := json.Unmarshal([]byte(test.json), &got); err != nil || got.Key.Reveal() != test.want {
			t.Errorf("%s: %q, %v", test.json, got.Key.Reveal(), err)
		}
	}
	was := value.NewSecret("old")
	if err := json.Unmarshal([]byte("null"), &was); err != nil || !was.IsZero() {
		t.Errorf("null: %q, %v", was.Reveal(), err)
	}
	for _, bad := range []string{"12", "true", "{}", "[]"} {
		var s value.Secret
		if err := s.UnmarshalJSON([]byte(bad)); err == nil || !s.IsZero() {
			t.Errorf("%s was taken for a text", bad)
		} else if _, ok := errors.AsType[*value.ScalarError](err); !ok {
			t.Errorf("%s: a %T", bad, err)
		}
	}
	var s value.Secret
	if err := s.UnmarshalText([]byte("plain")); err != nil || s.Reveal() != "plain" {
		t.Errorf("text: %q, %v", s.Reveal(), err)
	}
}

func encode(t *testing.T, marshal func(any) ([]byte, error), v any) []byte {
	t.Helper()
	data, err := marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
