package wiretext

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestShownTextIsOneShortLineWithoutSecrets(t *testing.T) {
	t.Parallel()
	secrets := []string{"hunter2&co"}
	for text, want := range map[string]string{
		"plain":                        "plain",
		"two\r\nlines":                 "two lines",
		"hunter2&co":                   Masked,
		"with hun\u200bter2&co hidden": "with " + Masked + " hidden",
		"hunter2%26co, hunter2&amp;co": Masked + ", " + Masked,
	} {
		if got := Show(text, secrets, 100); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	// A secret at the place of the cut doesn't leave its beginning.
	if got := Show(strings.Repeat("x", 44)+"hunter2&co", secrets, 50); strings.Contains(got, "hunt") || len(got) > 50 {
		t.Errorf("cut to %q", got)
	}
}

func TestCutKeepsWholeCharacters(t *testing.T) {
	t.Parallel()
	for limit := range 40 {
		got := Cut(strings.Repeat("ü", 20), limit)
		if !utf8.ValidString(got) || len(got) > max(limit, len("...")) {
			t.Errorf("cut at %d: %q", limit, got)
		}
	}
	if got := Cut("as it is", 8); got != "as it is" {
		t.Errorf("cut although it fits: %q", got)
	}
}
