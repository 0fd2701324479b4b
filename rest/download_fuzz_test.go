package rest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// FuzzDownloadName takes a file's name from what a vendor says it is. It never leads out of the folder that it is put into.
func FuzzDownloadName(f *testing.F) {
	for _, text := range []string{
		`attachment; filename="a.pdf"`, `attachment; filename="../../etc/passwd"`, `attachment; filename="..\\..\\x"`, `attachment; filename=".."`, `attachment; filename=/`,
		`attachment; filename*=UTF-8''..%2F..%2Fx`, `attachment; filename*=UTF-8''%00`, `attachment; filename="a\r\nb"`, `attachment; filename`, `;`, ``, `inline; filename=""`,
		`attachment; filename*0="..";filename*1="/x"`,
	} {
		f.Add(text, "application/pdf")
		f.Add(text, "text/html")
	}
	f.Fuzz(func(t *testing.T, disposition, media string) {
		a := &responding{status: 200, bodies: [][]byte{[]byte("x")}, header: http.Header{"Content-Type": {media}, "Content-Disposition": {disposition}}}
		file, err := asking(t, Vendor{}, a).Open(t.Context(), call.New("getFile", "GET", "/file"), nil)
		if err != nil {
			if failure := checkError(t, err); !failure.Is(ErrDecode) || disposition != "" || !isHTML(a.header) {
				t.Fatal(err)
			}
			return
		}
		defer file.Close()
		if strings.ContainsAny(file.Name, `/\`) || file.Name == "." || file.Name == ".." {
			t.Fatalf("%q names %q", disposition, file.Name)
		}
	})
}
