package reference

import (
	"cmp"
	"html/template"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Sources of evidence are words for people. What in them is an address gets a link: a page by its host and path, a repository, or a
// file of one, by "owner/name path @commit", a further file of the same one, by "path @commit", and what the document names as a source,
// see prose.Vendor.
var (
	pageAddress = regexp.MustCompile(`\b(?:[a-z0-9-]+\.)+(?:com|ai|io|net|org)(?:/[A-Za-z0-9._~/%#?=&-]*[A-Za-z0-9_~/#-])?`)
	fileAddress = regexp.MustCompile(`(?:^|[^A-Za-z0-9._/-])([A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+)(?: ([A-Za-z0-9._/-]*[A-Za-z0-9_-]))? @([0-9a-f]{7,40})\b`)
	furtherFile = regexp.MustCompile(`(?:^|[^A-Za-z0-9._/-])((?:[A-Za-z0-9._-]+/)+[A-Za-z0-9._-]*\.[a-z][a-z0-9]{0,4}) @([0-9a-f]{7,40})\b`)
	filePath    = regexp.MustCompile(`^ ([A-Za-z0-9_-][A-Za-z0-9._/-]*\.[a-z]+)\b`)
)

// sourcesAddress is where the vendor's index lists the sources that the document names: with a long address for each, pages would be
// larger by a twentieth.
const sourcesAddress = "index.html#sources"

// sourcePart is a piece of a source; one with an address is a link.
type sourcePart struct{ Text, Address string }

// sourceParts takes a source apart.
func (v *vendor) sourceParts(source string) (parts []sourcePart) {
	of := "" // the repository that was named last
	for source != "" {
		at, end, address := v.firstLink(source, &of)
		if address == "" {
			at = cmp.Or(end, len(source)) // all up to there is text
		}
		if n := len(parts); at > 0 && n > 0 && parts[n-1].Address == "" {
			parts[n-1].Text += source[:at]
		} else if at > 0 {
			parts = append(parts, sourcePart{Text: source[:at]})
		}
		if address != "" {
			parts = append(parts, sourcePart{source[at:end], address})
			at = end
		}
		source = source[at:]
	}
	return parts
}

// firstLink finds the first piece of a source that may have an address. A file without a repository is one of the repository that was
// named last; where none was, its address is "". An end of 0 means that there is no such piece.
func (v *vendor) firstLink(source string, last *string) (at, end int, address string) {
	at = len(source)
	named := *last
	if file := fileAddress.FindStringSubmatchIndex(source); file != nil {
		path := ""
		if file[4] >= 0 {
			path = source[file[4]:file[5]]
		}
		named = source[file[2]:file[3]]
		at, end, address = file[2], file[1], repository(named, path, source[file[6]:file[7]])
	}
	if file := furtherFile.FindStringSubmatchIndex(source); file != nil && file[2] <= at {
		named, at, end, address = *last, file[2], file[1], "" // also where a path of two parts looks like a repository
		if *last != "" {
			address = repository(*last, source[file[2]:file[3]], source[file[4]:file[5]])
		}
	}
	if page := pageAddress.FindStringIndex(source); page != nil && page[0] < at {
		named = *last
		at, end, address = page[0], page[1], "https://"+source[page[0]:page[1]]
	}
	for _, name := range v.sourceNames {
		i := strings.Index(source, name)
		if i < 0 || i >= at {
			continue
		}
		at, end, address = i, i+len(name), sourcesAddress
		of, below := fileAddress.FindStringSubmatch(v.prose.Sources[name]), filePath.FindStringSubmatch(source[end:])
		if of != nil {
			named = of[1]
		}
		if of != nil && of[2] == "" && below != nil {
			end += len(below[0])
			address = repository(of[1], below[1], of[3])
		}
	}
	*last = named
	return at, end, address
}

// repository is the address of a repository on GitHub, or of a file of it, at a commit.
func repository(name, path, commit string) string {
	if path == "" {
		return "https://github.com/" + name + "/tree/" + commit
	}
	return "https://github.com/" + name + "/blob/" + commit + "/" + path
}

// namesOfSources are the names of the document's sources, the longer ones first: one may begin as another.
func namesOfSources(sources map[string]string) []string {
	return slices.SortedFunc(maps.Keys(sources), func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
}

// sourceText writes a source of evidence as HTML.
func (v *vendor) sourceText(source string) template.HTML {
	var out strings.Builder
	for _, part := range v.sourceParts(source) {
		if part.Address == "" {
			out.WriteString(template.HTMLEscapeString(part.Text))
			continue
		}
		out.WriteString(link{part.Text, part.Address}.html())
	}
	return template.HTML(out.String())
}

// html writes a link, which tells another host nothing of the page.
func (l link) html() string {
	foreign := ""
	if strings.Contains(l.Address, "://") {
		foreign = ` rel="noreferrer"`
	}
	return "<a" + foreign + ` href="` + template.HTMLEscapeString(l.Address) + `">` + template.HTMLEscapeString(l.Name) + "</a>"
}

// places are the sources that the document names, with links to where they are.
func (v *vendor) places() (places []template.HTML) {
	for _, name := range slices.Sorted(maps.Keys(v.prose.Sources)) {
		place := v.prose.Sources[name]
		at := link{place, place}
		if of := fileAddress.FindStringSubmatch(place); of != nil {
			at.Address = repository(of[1], of[2], of[3])
		}
		text := template.HTMLEscapeString(name) + ": " + at.html()
		if strings.HasPrefix(place, name+" ") {
			text = at.html()
		}
		places = append(places, template.HTML(text))
	}
	return places
}
