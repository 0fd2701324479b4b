package conformance

import (
	"encoding/json"
	"io"
	"mime/multipart"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/rest/value"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func isForm(request vendortest.Request) bool {
	return request.Header.Get("Content-Type") == "application/x-www-form-urlencoded"
}

// fileContent is what every file in a body holds.
const fileContent = "the content of a file"

// attach puts a file into every field of a body that takes one.
func attach(body reflect.Value) {
	if body.Kind() != reflect.Struct {
		return
	}
	for i := range body.NumField() {
		file := value.File{Name: "a file.txt", ContentType: "text/plain", Content: strings.NewReader(fileContent)}
		switch field := body.Field(i); field.Interface().(type) {
		case value.File:
			field.Set(reflect.ValueOf(file))
		case *value.File:
			field.Set(reflect.ValueOf(&file))
		case []value.File:
			field.Set(reflect.ValueOf([]value.File{file}))
		}
	}
}

// compareParts compares the parts of a body with what was sent: a part for each item of a list, strings for scalars, JSON for
// everything else.
func compareParts(t *testing.T, schema *spec.Schema, body map[string]any, parts *multipart.Reader) {
	t.Helper()
	want, got := map[string][]any{}, map[string][]any{}
	for _, property := range schema.Target().Properties {
		name := property.Name
		switch format := property.Schema.Target().Format; v := body[name].(type) {
		case nil:
			if format == "binary" {
				want[name] = []any{fileContent}
			}
		case []any:
			want[name] = v
		case map[string]any:
			want[name] = []any{v}
		default:
			want[name] = []any{plain(v)}
		}
	}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		must(t, err)
		content, err := io.ReadAll(part)
		must(t, err)
		var value any = string(content)
		var object map[string]any
		if json.Unmarshal(content, &object) == nil {
			value = object
		}
		got[part.FormName()] = append(got[part.FormName()], value)
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
}

// formOf is how a body travels as a form: a list in one string with commas, a map as name[key], a flag as 1 or 0.
func formOf(schema *spec.Schema, body map[string]any) url.Values {
	properties := schema.Target().Properties
	text := func(v any) string {
		if flag, ok := v.(bool); ok {
			return strconv.Itoa(b2i(flag))
		}
		return plain(v)
	}
	out := url.Values{}
	for name, v := range body {
		switch v := v.(type) {
		case []any:
			var parts []string
			for _, item := range v {
				parts = append(parts, text(item))
			}
			out.Set(name, strings.Join(parts, ","))
		case map[string]any:
			if properties.Get(name).Target().Format == "json" {
				data, _ := json.Marshal(v)
				out.Set(name, string(data))
				continue
			}
			for key, item := range v {
				out.Set(name+"["+key+"]", text(item))
			}
		default:
			out.Set(name, text(v))
		}
	}
	return out
}
