package jsonscan

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestAmbiguous checks objects of few names and of many, since the two are compared in different ways.
func TestAmbiguous(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2, 20, 30, 31, 32, 33, 60, 1000} {
		names := make([]string, n)
		for i := range names {
			names[i] = fmt.Sprintf("\"name%d\":%d", i, i)
		}
		plain := "{" + strings.Join(names, ",") + "}"
		at := rand.IntN(n)
		capital := strings.ToUpper(strings.SplitN(names[at], ":", 2)[0])
		for body, want := range map[string]bool{
			plain:                           false,
			"[" + plain + "," + plain + "]": false,
			plain[:len(plain)-1] + "," + capital + ":1}": true,
			"{" + capital + ":1," + plain[1:]:            true,
			"[{" + capital + ":1}," + plain + "]":        false, // in two objects
			plain[:len(plain)-1] + "," + names[at] + "}": false, // twice the same
		} {
			if got := Ambiguous([]byte(body)); got != want {
				t.Errorf("%d names: %t, want %t: %.200s", n, got, want, body)
			}
		}
	}
}

// FuzzAmbiguous checks it against a look at every object by itself.
func FuzzAmbiguous(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":1,"A":2}`, `[{"a":1},{"A":2}]`, `{"a":{"b":1,"B":{}}}`, `{"a":1,"a":2}`, `{"\u0061":1,"A":2}`, `{"ſ":1,"s":2}`, `{"a"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, want := Ambiguous(data), ambiguousObject(data); got && !want {
			t.Errorf("%q is called ambiguous", data)
		} else if !got && want {
			t.Errorf("%q is not called ambiguous", data)
		}
	})
}

// TestCapitalSeesEveryNameThatHasACase compares the quick look with one by eachName, at every place where a string may end or be escaped.
func TestCapitalSeesEveryNameThatHasACase(t *testing.T) {
	t.Parallel()
	slow := func(data []byte) bool {
		found := false
		eachName(data, func(name []byte) bool {
			found = found || strings.ContainsFunc(string(name), func(r rune) bool { return r >= 'A' && r <= 'Z' || r >= utf8.RuneSelf })
			return true
		}, nil)
		return found
	}
	for n := range 60 {
		before := strings.Repeat("a", n)
		for _, name := range []string{before, before + "B", before + "é", before + `\u0042`, before + `\"B`, before + `\\`, before + `\"`} {
			for _, value := range []string{`1`, `"` + before + `B"`, `"` + before + `\""`, `"` + before + `\\"`, `{"a":"` + before + `"}`} {
				for _, text := range []string{`{"` + name + `":` + value + `}`, `{"a":` + value + `, "` + name + `" : 1}`, `["` + name + `"]`} {
					if slow([]byte(text)) && !capital([]byte(text)) {
						t.Fatalf("capital passes over a name in %s", text)
					}
					if !slow([]byte(text)) && capital([]byte(text)) && !strings.Contains(name, `\`) {
						t.Fatalf("capital finds a name that isn't in %s", text)
					}
					for cut := range len(text) {
						capital([]byte(text[:cut])) // of a broken string it needs only return
					}
				}
			}
		}
	}
}

// TestAmbiguousOfForeignNames: names in any language are compared without a look at every object, which takes garbage for each.
func TestAmbiguousOfForeignNames(t *testing.T) {
	for body, want := range map[string]bool{
		`{"größe":1,"GRÖSSE":2}`: false, `{"größe":1,"GRÖßE":2}`: true, `{"Key":1,"` + "\u212a" + `ey":2}`: true, `[{"Ö":1},{"ö":1}]`: false,
		`{"a":1,"Ö":{"ö":1},"A":2}`: true, `{"Ö":1,"a":1,"Ö":2}`: false,
	} {
		if got := Ambiguous([]byte(body)); got != want {
			t.Errorf("%t, want %t: %s", got, want, body)
		}
	}
	rows := []byte("[" + strings.Repeat(`{"Name":"a","größe":1,"длина":2},`, 1000) + "{}]")
	if allocations := testing.AllocsPerRun(5, func() { Ambiguous(rows) }); allocations > 100 {
		t.Errorf("%.0f allocations for 1000 rows", allocations)
	}
}
