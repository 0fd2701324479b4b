// Package printed shows tests what becomes of a value that programs print and log: whether a secret in it can be read then.
package printed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
)

// EveryWay prints and logs a value in every way there is, and returns all of it.
func EveryWay(v any) string {
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%T", "%p", "%e", "%08v", "%-20s"} {
		fmt.Fprintf(&out, verb+"\n", v)
	}
	if err, ok := v.(error); ok {
		for _, wrapped := range []error{fmt.Errorf("wrapped: %w", err), errors.Join(err, errors.New("other")), &url.Error{Op: "Get", URL: "/", Err: err}} {
			fmt.Fprintf(&out, "%v %+v %#v %s\n", wrapped, wrapped, wrapped, wrapped)
		}
		for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
			fmt.Fprintf(&out, "%v %+v\n", inner, inner)
		}
	}
	var logs bytes.Buffer
	slog.New(slog.NewTextHandler(&logs, nil)).Error("failed", "value", v)
	slog.New(slog.NewJSONHandler(&logs, nil)).Error("failed", "value", v, slog.Any("group", map[string]any{"v": v}))
	out.Write(logs.Bytes())
	if data, err := json.Marshal(v); err == nil {
		out.Write(data)
	}
	func() {
		defer func() { fmt.Fprint(&out, recover()) }()
		panic(v)
	}()
	return out.String()
}
