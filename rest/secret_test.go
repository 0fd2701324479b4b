package rest_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/printed"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
)

func TestSecretShowsItsMask(t *testing.T) {
	t.Parallel()
	secret, none := rest.NewSecret("hush"), rest.Secret{}
	for _, test := range []struct {
		got, want string
	}{
		{secret.String(), "[secret]"}, {none.String(), ""},
		{secret.Reveal(), "hush"}, {none.Reveal(), ""},
		{fmt.Sprintf("%v %s %q %x %d %p", secret, secret, secret, secret, secret, &none)[:44], "[secret] [secret] [secret] [secret] [secret]"},
		{fmt.Sprintf("%#v", secret), `rest.Secret("[secret]")`}, {fmt.Sprintf("%#v", none), `rest.Secret("")`},
		{fmt.Sprintf("%+v", struct{ Key rest.Secret }{secret}), "{Key:[secret]}"},
		{fmt.Sprint(map[string]rest.Secret{"a": secret}), "map[a:[secret]]"},
		{string(encode(t, json.Marshal, struct{ A, B rest.Secret }{A: secret})), `{"A":"[secret]","B":""}`},
		{string(encode(t, json.Marshal, struct {
			A rest.Secret `json:"a,omitzero"`
		}{})), `{}`},
		{string(encode(t, xml.Marshal, secret)), "<Secret>[secret]</Secret>"},
		{slog.AnyValue(secret).Resolve().String(), "[secret]"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
	if secret.IsZero() || !none.IsZero() || !rest.NewSecret("").IsZero() {
		t.Error("IsZero is wrong")
	}
}

// TestSecretInUnexportedFields: fmt calls no method of a value in an unexported field, so the value itself must give
// nothing away.
func TestSecretInUnexportedFields(t *testing.T) {
	t.Parallel()
	const text = "planted-secret-0123456789"
	type inner struct{ key rest.Secret }
	secret := rest.NewSecret(text)
	config := struct {
		token  rest.Secret
		points *rest.Secret
		deep   *inner
		list   []rest.Secret
		byName map[string]rest.Secret
		any    any
	}{secret, &secret, &inner{secret}, []rest.Secret{secret}, map[string]rest.Secret{"k": secret}, secret}
	for name, shown := range map[string]string{
		"a struct": printed.EveryWay(config), "a pointer": printed.EveryWay(&config), "a list": printed.EveryWay([]any{config, &config}), "the secret": printed.EveryWay(secret), "its pointer": printed.EveryWay(&secret),
		"go-cmp": cmp.Diff(config, config, cmp.Exporter(func(reflect.Type) bool { return true })) + cmp.Diff(secret, rest.NewSecret("another-secret")) + cmp.Diff([]rest.Secret{secret}, nil),
	} {
		if strings.Contains(shown, text) || strings.Contains(shown, "another-secret") || strings.Contains(shown, fmt.Sprintf("%x", text)) {
			t.Errorf("%s shows the secret: %s", name, shown)
		}
	}
}

func TestSecretEqual(t *testing.T) {
	t.Parallel()
	hush := rest.NewSecret("hush")
	for _, test := range []struct {
		a, b  rest.Secret
		equal bool
	}{
		{hush, hush, true}, {hush, rest.NewSecret("hu" + "sh"), true}, {hush, rest.NewSecret("hust"), false},
		{hush, rest.NewSecret("hus"), false}, {hush, rest.Secret{}, false}, {rest.Secret{}, rest.NewSecret(""), true},
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
			Key rest.Secret `json:"key"`
		}{}
		if err := json.Unmarshal([]byte(test.json), &got); err != nil || got.Key.Reveal() != test.want {
			t.Errorf("%s: %q, %v", test.json, got.Key.Reveal(), err)
		}
	}
	was := rest.NewSecret("old")
	if err := json.Unmarshal([]byte("null"), &was); err != nil || !was.IsZero() {
		t.Errorf("null: %q, %v", was.Reveal(), err)
	}
	for _, bad := range []string{"12", "true", "{}", "[]"} {
		var s rest.Secret
		if err := s.UnmarshalJSON([]byte(bad)); err == nil || !s.IsZero() {
			t.Errorf("%s was taken for a text", bad)
		} else if _, ok := errors.AsType[*rest.ScalarError](err); !ok {
			t.Errorf("%s: a %T", bad, err)
		}
	}
	var s rest.Secret
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
