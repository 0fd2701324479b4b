package rest_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// TestAPartKeepsItsHead: a file's name and content type come from whoever uploaded it. What would end the part's head, or isn't a
// media type, is refused before anything is sent.
func TestAPartKeepsItsHead(t *testing.T) {
	t.Parallel()
	sent := 0
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		sent++
		answer(200, "application/json", `{}`)(w, r)
	})
	type upload struct {
		Image rest.File `json:"image"`
	}
	send := func(file rest.File) error {
		file.Content = strings.NewReader("x")
		call := rest.NewCall("upload", http.MethodPost, "/files")
		call.Multipart(upload{file})
		return rest.Exec(t.Context(), client, call, nil)
	}
	for name, file := range map[string]rest.File{
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
	for _, file := range []rest.File{{Name: "über \"1\".txt"}, {Name: "a.txt", ContentType: "text/plain; charset=utf-8"}} {
		if err := send(file); err != nil {
			t.Errorf("%+v: %v", file, err)
		}
	}
}
