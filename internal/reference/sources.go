package reference

import (
	"html/template"
	"regexp"
	"strings"
)

// Sources of evidence are words for people. What in them is an address gets a link: a page by its host and path, and a
// repository, or a file of one, by "owner/name path @commit".
var (
	pageAddress = regexp.MustCompile(`\b(?:[a-z0-9-]+\.)+(?:com|ai|io|net|org)(?:/[A-Za-z0-9._~/%#?=&-]*[A-Za-z0-9_~/#-])?`)
	fileAddress = regexp.MustCompile(`\b([A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+)(?: ([A-Za-z0-9._/-]*[A-Za-z0-9_-]))? @([0-9a-f]{7,40})\b`)
)

// sourceText writes a source of evidence as HTML.
func sourceText(source string) template.HTML {
	var out strings.Builder
	for source != "" {
		page, file := pageAddress.FindStringIndex(source), fileAddress.FindStringSubmatchIndex(source)
		switch {
		case file != nil && (page == nil || file[0] <= page[0]):
			address := "https://github.com/" + source[file[2]:file[3]]
			if commit := source[file[6]:file[7]]; file[4] >= 0 {
				address += "/blob/" + commit + "/" + source[file[4]:file[5]]
			} else {
				address += "/tree/" + commit
			}
			writeLink(&out, source[:file[0]], address, source[file[0]:file[1]])
			source = source[file[1]:]
		case page != nil:
			address := source[page[0]:page[1]]
			writeLink(&out, source[:page[0]], "https://"+address, address)
			source = source[page[1]:]
		default:
			out.WriteString(template.HTMLEscapeString(source))
			source = ""
		}
	}
	return template.HTML(out.String())
}

func writeLink(out *strings.Builder, before, address, shown string) {
	out.WriteString(template.HTMLEscapeString(before) + `<a rel="noreferrer" href="` + template.HTMLEscapeString(address) + `">` +
		template.HTMLEscapeString(shown) + "</a>")
}
