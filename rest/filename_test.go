package rest

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestFileNamesAsServersWriteThem reads the header in the ways that are met, and lets nothing through that isn't a name.
func TestFileNamesAsServersWriteThem(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		`attachment; filename="report.pdf"`:                                 "report.pdf",
		`attachment; filename=my report.pdf`:                                "my report.pdf",
		`attachment; filename=my report.pdf; size=3`:                        "my report.pdf",
		`attachment; FileName = my (1).pdf`:                                 "my (1).pdf",
		`attachment; filename="=?utf-8?B?cmFwcG9ydC3DvC5wZGY=?="`:           "rapport-ü.pdf",
		`attachment; filename="=?UTF-8?Q?rapport-=C3=BC.pdf?="`:             "rapport-ü.pdf",
		`attachment; filename="x.pdf"; filename*=UTF-8''rapport-%C3%BC.pdf`: "rapport-ü.pdf",
		`attachment; filename=a b.pdf; filename*=UTF-8''rapport-%C3%BC.pdf`: "rapport-ü.pdf",
		`attachment; filename=İzin listesi.csv`:                             "İzin listesi.csv", // it is longer in lower case
		"attachment; filename=\"r\xe9sum\xe9.pdf\"":                         "résumé.pdf",
		"attachment; filename=r\xe9sum\xe9 b.pdf":                           "résumé b.pdf",
		`attachment; filename*=iso-8859-1''r%E9sum%e9.pdf`:                  "résumé.pdf",
		`attachment; filename="x.pdf"; filename*=koi8-r''%D1.pdf`:           "x.pdf",
		`attachment; filename*=utf-8'tr'a b.csv; filename=x`:                "a b.csv",
		`attachment; filename="Q3 =?UTF-8?Q?=C3=BC?=.pdf"`:                  "Q3 ü.pdf",
		`attachment; filename="=?Windows-1252?Q?=FC.pdf?="`:                 "ü.pdf",
		`attachment; filename="=?UTF-8?B?cmFwcG9y?= =?UTF-8?B?dC5wZGY=?="`:  "rapport.pdf",
		"attachment; filename=\"a\u3164\u115f\ufe0f\u2800\u00a0b.exe\"":     "a b.exe",
		`attachment; filename="CON.` + strings.Repeat("x", 251) + `"`:       "_CON." + strings.Repeat("x", 249),
		`attachment; filename="NUL` + strings.Repeat(" ", 300) + `x.pdf"`:   "_NUL.pdf",
		`inline`: "", ``: "", `attachment; filename=""`: "", `attachment; filename=".."`: "", `attachment; filename="/"`: "",
		`attachment; filename="../../etc/passwd"`:                     "passwd",
		`attachment; filename="C:\dir\run.bat"`:                       "run.bat",
		`attachment; filename="C:run.bat"`:                            "C_run.bat",
		`attachment; filename="notes.txt:hidden"`:                     "notes.txt_hidden",
		`attachment; filename="NUL"`:                                  "_NUL",
		`attachment; filename="com1.txt"`:                             "_com1.txt",
		`attachment; filename="run.bat. . "`:                          "run.bat",
		`attachment; filename*=UTF-8''invoice%E2%80%AEfdp.exe`:        "invoicefdp.exe",
		`attachment; filename*=UTF-8''a%00%1B%5B2J%0Ab.txt`:           "a[2Jb.txt",
		`attachment; filename="` + strings.Repeat("ü", 300) + `.pdf"`: strings.Repeat("ü", 125) + ".pdf",
	} {
		if got := fileName(header); got != want {
			t.Errorf("%.80s: %q, want %q", header, got, want)
		}
	}
}

// FuzzFileName: whatever the header, the name is one that a file system takes and a terminal can show.
func FuzzFileName(f *testing.F) {
	for _, seed := range []string{`attachment; filename="a.txt"`, `attachment; filename=a b`, `x; filename*=UTF-8''%00`, "filename=\xff:", `; filename="a\"b"`, "a; filename=NUL .x", "a; filename*=latin1''%ff", "a; filename=\"=?utf-8?q?=0a?=\"", "a; filename=CON." + strings.Repeat("x", 251)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		name := fileName(header)
		if len(name) > longestName || !utf8.ValidString(name) || strings.ContainsAny(name, "/\\:\x00\r\n\x1b") || name == "." || name == ".." || strings.TrimRight(name, ". ") != name || device(name) {
			t.Errorf("%q gives %q", header, name)
		}
	})
}
