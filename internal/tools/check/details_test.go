package main

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// TestDetails: what makes a schema or an operation without details is found, and nothing else.
func TestDetails(t *testing.T) {
	t.Parallel()
	for line, faults := range map[string]int{
		`var _ = &spec.Schema{}`:                                                    1,
		`var _ = spec.Schema{Name: "a"}`:                                            1,
		`var _ = new(spec.Schema)`:                                                  1,
		`var s spec.Schema`:                                                         1,
		`type alias = spec.Schema`:                                                  1,
		`type around struct{ spec.Schema }`:                                         1,
		`var _ = []spec.Schema{{}}`:                                                 1,
		`var _ = []*spec.Schema{{}, {Name: "a"}}`:                                   2,
		`var _ = [...]*spec.Schema{1: {}}`:                                          1,
		`var _ = map[string]*spec.Schema{"a": {}}`:                                  1,
		`var _ = map[string][]*spec.Schema{"a": {{}}, "b": {nil}}`:                  1,
		`var _ = &spec.Operation{ID: "a"}`:                                          1,
		`var _ = spec.NewSchema(spec.Schema{Items: &spec.Schema{}})`:                1,
		`var _ = other(spec.Schema{})`:                                              1,
		`var _ = spec.NewSchema(spec.Schema{Name: "a"})`:                            0,
		`var _ = spec.NewSchema(spec.Schema{Items: spec.NewSchema(spec.Schema{})})`: 0,
		`var _ = []*spec.Schema{nil, spec.NewSchema(spec.Schema{})}`:                0,
		`var _ *spec.Schema`:                                                        0,
		`func f(s *spec.Schema, ops []*spec.Operation) map[string]*spec.Schema`:     0,
		`var _ = spec.Property{Name: "a"}`:                                          0,
		`var _ = other.Schema{}`:                                                    0,
	} {
		for _, as := range []string{"", "spec ", "doc "} {
			source := "package x\nimport " + as + `"` + specPackage + "\"\n" + line + "\n"
			if as == "doc " {
				source = "package x\nimport " + as + `"` + specPackage + "\"\n" + strings.ReplaceAll(line, "spec.", "doc.") + "\n"
			}
			found, err := checkDetails(fstest.MapFS{"vendortest/a.go": {Data: []byte(source)}})
			if err != nil || len(found) != faults {
				t.Errorf("%s: %q, %v; want %d faults", line, found, err, faults)
			}
			if faults > 0 && len(found) > 0 && !strings.HasPrefix(found[0], "vendortest/a.go:3: a spec.") {
				t.Errorf("%s: %q", line, found[0])
			}
		}
	}
	faults, err := checkDetails(os.DirFS("../../.."))
	if err != nil || len(faults) > 0 {
		t.Errorf("here: %q, %v", faults, err)
	}
}
