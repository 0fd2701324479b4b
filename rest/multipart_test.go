package rest_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// TestAPartKeepsItsHead: a file's name and content type come from whoever uploaded it. What would end the part's head, or isn't a
// media type, is refused before anything is sent.
func TestAPartKeepsItsHead(t *testing.T) {
	t.Parallel()
	sent := 0
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		sent++
		respond(200, "application/json", `{}`)(w, r)
	})
	type upload struct {
		Image value.File `json:"image"`
	}
	send := func(file value.File) error {
		file.Content = strings.NewReader("x")
		call := call.New("upload", http.MethodPost, "/files")
		call.Multipart(upload{file})
		return only(client.Do(t.Context(), call, nil, nil))
	}
	for name, file := range map[string]value.File{
		"a line in the type":    {Name: "a.txt", ContentType: "text/plain\r\nX-More: yes"},
		"a bare line feed":      {Name: "a.txt", ContentType: "text/plain\nX-More: yes"},
		"no media type":         {Name: "a.txt", ContentType: "text"},
		"a broken media type":   {Name: "a.txt", ContentType: "text/plain; charset"},
		"a line in the name":    {Name: "a\r\nX-More: yes.txt"},
		"a zero byte":           {Name: "a.txt\x00.exe"},
		"an escape":             {Name: "a\x1b[2J.txt"},
		"a C1 control":          {Name: "a\u0085.txt"},
		"a name that isn't UTF": {Name: "a\xff.txt"},
	} {
		if err := send(file); !errors.Is(err, rest.ErrRequest) || !strings.Contains(err.Error(), "image") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if sent != 0 {
		t.Errorf("%d requests were sent", sent)
	}
	for _, file := range []value.File{{Name: "über \"1\".txt"}, {Name: "a.txt", ContentType: "text/plain; charset=utf-8"}} {
		if err := send(file); err != nil {
			t.Errorf("%+v: %v", file, err)
		}
	}
}

// TestPartsAreTheFieldsOfAForm: what isn't set is left out, and what the document doesn't name is sent too.
func TestPartsAreTheFieldsOfAForm(t *testing.T) {
	t.Parallel()
	type upload struct {
		Note   value.Nullable[string] `json:"note,omitzero"`
		Kind   value.Nullable[string] `json:"kind,omitzero"`
		Day    value.Date             `json:"day,omitzero"`
		Custom map[string]string      `json:"custom,omitzero" form:"map=deep"`
		Tags   []string               `json:"tags,omitzero" form:"list=comma"`
		Copy   *value.File            `json:"copy,omitempty"`
		Image  value.File             `json:"image"`
		Extra  map[string]any         `json:"-"`
	}
	var got map[string][]string
	files := map[string]string{}
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 10); err != nil {
			t.Error(err)
			return
		}
		got = r.MultipartForm.Value
		for name, list := range r.MultipartForm.File {
			f, err := list[0].Open()
			if err != nil {
				t.Error(err)
				return
			}
			text, _ := io.ReadAll(f)
			f.Close()
			files[name] = string(text)
		}
	})
	call := call.New("upload", http.MethodPost, "/files")
	call.Multipart(upload{
		Kind: value.Null[string](), Custom: map[string]string{"7": "seven"}, Tags: []string{"a", "b"},
		Image: value.File{Name: "a.txt", Content: strings.NewReader("x")}, Extra: map[string]any{"more": 1},
	})
	if err := only(client.Do(t.Context(), call, nil, nil)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string][]string{"kind": {""}, "custom[7]": {"seven"}, "tags": {"a,b"}, "more": {"1"}}, got); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"image": "x"}, files); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}
