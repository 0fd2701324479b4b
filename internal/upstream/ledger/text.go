package ledger

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// text is a file that lines are put into; the others keep their bytes.
type text struct {
	lines   []string         // with their endings
	added   map[int][]string // by the line before which they stand, from 1
	newline string
}

func newText(data []byte) *text {
	t := &text{lines: strings.SplitAfter(string(data), "\n"), added: map[int][]string{}, newline: "\n"}
	if last := len(t.lines) - 1; t.lines[last] == "" {
		t.lines = t.lines[:last]
	}
	if strings.Contains(string(data), "\r\n") {
		t.newline = "\r\n"
	}
	return t
}

func (t *text) line(n int) string { return t.lines[n-1] }

func (t *text) ending(i int) string {
	line := t.lines[i]
	return line[len(strings.TrimRight(line, "\r\n")):]
}

// before puts lines in front of line n; what was put there earlier stays above.
func (t *text) before(n int, lines ...string) { t.added[n] = append(t.added[n], lines...) }

// replace writes another value for a scalar that stands in one line.
func (t *text) replace(node *yaml.Node, to string) {
	line := t.lines[node.Line-1]
	start := len(string([]rune(line)[:node.Column-1]))
	end := start
	switch quote := line[start]; quote {
	case '"', '\'':
		end = start + 2 + strings.IndexByte(line[start+1:], quote)
	default:
		end += len(strings.TrimRight(line[start:], "\r\n"))
		if comment := strings.Index(line[start:end], " #"); comment >= 0 {
			end = start + comment
		}
		end = start + len(strings.TrimRight(line[start:end], " \t"))
	}
	t.lines[node.Line-1] = line[:start] + to + line[end:]
}

// end is the line after a list: the first line below its last item that isn't the list's any more, blanks and comments
// in front of that left below.
func (t *text) end(list *yaml.Node) int {
	n := list.Content[len(list.Content)-1].Line + 1
	last := n
	for ; n <= len(t.lines); n++ {
		line := strings.TrimRight(t.line(n), " \t\r\n")
		content := strings.TrimLeft(line, " ")
		if content == "" || strings.HasPrefix(content, "#") {
			continue
		}
		if len(line)-len(content) < list.Column { // as far out as the dashes: another key
			break
		}
		last = n + 1
	}
	return last
}

func (t *text) bytes() []byte {
	var out strings.Builder
	write := func(lines []string) {
		for _, line := range lines {
			if s := out.String(); s != "" && !strings.HasSuffix(s, "\n") {
				out.WriteString(t.newline)
			}
			out.WriteString(line + t.newline)
		}
	}
	for i, line := range t.lines {
		write(t.added[i+1])
		out.WriteString(line)
	}
	write(t.added[len(t.lines)+1])
	return []byte(out.String())
}
