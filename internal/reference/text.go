package reference

import (
	"html/template"
	"strings"
)

// text writes a description as HTML. The documents are written in CommonMark, of which they use paragraphs, lists with dashes and code
// between backticks; everything else stands as it is. All of it is escaped.
func text(source string) template.HTML {
	var out strings.Builder
	for paragraph := range strings.SplitSeq(strings.TrimSpace(source), "\n\n") {
		lines := strings.Split(strings.TrimSpace(paragraph), "\n")
		if strings.HasPrefix(lines[0], "- ") {
			out.WriteString("<ul>")
			for _, item := range items(lines) {
				out.WriteString("<li>" + inline(item) + "</li>")
			}
			out.WriteString("</ul>")
			continue
		}
		if joined := strings.Join(strings.Fields(paragraph), " "); joined != "" {
			out.WriteString("<p>" + inline(joined) + "</p>")
		}
	}
	return template.HTML(out.String())
}

// items are the items of a list, of which each may have several lines.
func items(lines []string) (items []string) {
	for _, line := range lines {
		if item, begins := strings.CutPrefix(line, "- "); begins || len(items) == 0 {
			items = append(items, item)
		} else {
			items[len(items)-1] += " " + strings.TrimSpace(line)
		}
	}
	return items
}

// inline writes a text within a paragraph as HTML.
func inline(source string) string {
	var out strings.Builder
	for {
		before, rest, opened := strings.Cut(source, "`")
		code, after, closed := strings.Cut(rest, "`")
		if !opened || !closed {
			out.WriteString(template.HTMLEscapeString(source))
			return out.String()
		}
		out.WriteString(template.HTMLEscapeString(before) + "<code>" + template.HTMLEscapeString(code) + "</code>")
		source = after
	}
}

func inlineText(source string) template.HTML {
	return template.HTML(inline(strings.Join(strings.Fields(source), " ")))
}
