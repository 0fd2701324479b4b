package invoke

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// Input is what a call is made of.
type Input struct {
	Params []Param // in any order; one that takes a list may come several times
	// Body is JSON, also for a form, whose fields it has; for an operation that takes a file as its body, that file. Nil is none.
	Body []byte
	// File opens a file that a field of a form names, as "@name". Nil: there are none.
	File func(name string) (value.File, error)
}

// Param is a value of a parameter.
type Param struct{ Name, Value string }

// ParseParam reads name=value, or name[key]=value of a parameter that has keys. The first = counts, and in front of a bracket that is still
// open none does: a key may hold it. A key holds no bracket, since servers would read it as another.
func ParseParam(text string) (Param, error) {
	name, given, ok := strings.Cut(text, "=")
	if ok && strings.Contains(name, "[") && !strings.HasSuffix(name, "]") {
		if name, given, ok = strings.Cut(text, "]="); !ok {
			return Param{}, &InputError{Part: "param", Err: fmt.Errorf("%q has a [ and no ]= behind it; give name[key]=value", text)}
		}
		name += "]"
	}
	switch {
	case !ok:
		return Param{}, &InputError{Part: "param", Err: fmt.Errorf("%q has no =; give name=value", text)}
	case strings.TrimSpace(name) == "":
		return Param{}, &InputError{Part: "param", Err: errors.New("there is no name before the =; give name=value")}
	}
	return Param{strings.TrimSpace(name), given}, nil
}

// InputError says what is wrong with the input of a call. Nothing was sent.
type InputError struct {
	Part string // param, body or from
	Name string // of the parameter
	Err  error  // what was expected
}

// Error names the part, the parameter where it is about one, and what was expected.
func (e *InputError) Error() string {
	text := e.Part
	if e.Name != "" {
		text += " " + e.Name
	}
	return text + ": " + e.Err.Error()
}

// Unwrap returns what is wrong.
func (e *InputError) Unwrap() error { return e.Err }

func inParam(name, format string, args ...any) error {
	return &InputError{"param", name, fmt.Errorf(format, args...)}
}

func inBody(format string, args ...any) error {
	return &InputError{"body", "", fmt.Errorf(format, args...)}
}
