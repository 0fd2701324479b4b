package auth

import (
	"errors"
	"fmt"
	"net/textproto"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	t.Parallel()
	known := secrets{}.with(NewSecret("hunter2"), NewSecret("hunter2&co"), NewSecret("tok/en+1="))
	tests := []struct{ text, want string }{
		{"plain words", "plain words"},
		{"a\r\nb\tc\x00\x1b[31m\u202ed\xff", "a b c[31md"},
		{"got hunter2&co", "got [secret]"},
		{"got hunter2%26co.", "got [secret]."},
		{"hunter2 and tok/en+1= and tok%2Fen%2B1%3D", "[secret] and [secret] and [secret]"},
		{"hun\x00ter2", "[secret]"},
		{"tok/en 1=, hunter2&amp;co, hunter2\\u0026co", "[secret], [secret], [secret]"},
	}
	for _, test := range tests {
		if got := known.clean(test.text, textLimit); got != test.want {
			t.Errorf("clean(%q) = %q, want %q", test.text, got, test.want)
		}
	}
	if got := (secrets{"ab"}).clean("crab", textLimit); strings.Contains(got, "ab") {
		t.Errorf("a short secret shows in %q", got)
	}
	if got := (secrets{"ab"}).clean("nothing", textLimit); got != "nothing" {
		t.Errorf("got %q", got)
	}
	long := known.clean(strings.Repeat("ü", 400), textLimit)
	if len(long) > textLimit || !utf8.ValidString(long) || !strings.HasSuffix(long, "...") {
		t.Errorf("cut to %d bytes: %q", len(long), long)
	}
	// A secret that straddles the cut doesn't show in part.
	if got := known.clean(strings.Repeat("x", textLimit-6)+"hunter2&co", textLimit); strings.Contains(got, "hunt") {
		t.Errorf("part of a secret shows: %q", got[len(got)-20:])
	}
}

func TestCauseText(t *testing.T) {
	t.Parallel()
	base := errors.New("base")
	tests := []struct {
		err  error
		want string
	}{
		{base, "base"},
		{&url.Error{Op: "Post", URL: "https://x/?client_secret=s", Err: base}, "base"},
		{fmt.Errorf("sending: %w", &url.Error{Op: "Post", URL: "https://x/?client_secret=s", Err: base}), "base"},
		{fmt.Errorf("malformed HTTP response %q", "tok"), "malformed HTTP response "},
		{errors.New("asked https://x/token?client_secret=s in vain"), "asked https://x/token in vain"},
		{errors.New("status 400\nResponse: {tok}"), "status 400"},
		{textproto.ProtocolError("malformed MIME header line: tok"), "malformed HTTP header"},
		{errors.New("the secret is hunter2"), "the secret is [secret]"},
	}
	for _, test := range tests {
		c := newCause(test.err, secrets{"hunter2"})
		if got, want := c.Error(), strings.TrimSpace(test.want); got != want {
			t.Errorf("%q gives %q, want %q", test.err, got, want)
		}
		if _, ok := errors.AsType[*url.Error](error(c)); ok {
			t.Errorf("%q: the URL can be reached", test.err)
		}
	}
	if c := newCause(&url.Error{Err: base}, nil); !errors.Is(c, base) {
		t.Error("the original can't be reached")
	}
}

// What the token endpoint says is shown without what it was sent, however that is spelled in it.
func TestEchoesInOtherSpellingsAreMasked(t *testing.T) {
	t.Parallel()
	known := secrets{"p+ss/word=1"}
	for _, echo := range []string{"p+ss/word=1", "p%2bss%2fword%3d1", "p%2Bss/word=1", `p\u002Bss/word=1`, "p&#43;ss/word=1", "p&#x2B;ss/word&equals;1",
		"p%252Bss%252Fword%253D1", "p ss/word=1", "p+ss\u200b/word\u202e=1"} {
		if got := known.clean("can't read "+echo+" here", textLimit); got != "can't read [secret] here" {
			t.Errorf("%s: %s", echo, got)
		}
		if !known.in(printable(echo)) {
			t.Errorf("%s isn't taken for the secret", echo)
		}
	}
}
