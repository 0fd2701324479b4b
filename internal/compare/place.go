package compare

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

type node = yaml.Node

func flow(n *node) bool { return n.Style&yaml.FlowStyle != 0 }

// insert is some lines that go behind a line of a file.
type insert struct {
	after  int // number of the line, from 1
	indent int
	seq    int
	lines  []string
}

// end returns the last line of the block under a key: the last one before a line that isn't deeper, blank lines and comments at
// its end left out. The items of a list may stand as deep as the key.
func (p *proposer) end(file string, key *node) int {
	lines := strings.Split(p.sources.texts[file], "\n")
	last := key.Line
	for at := key.Line; at < len(lines); at++ {
		line := lines[at]
		trimmed := strings.TrimSpace(line)
		if trimmed == "" {
			continue
		}
		indent := len(line) - len(strings.TrimLeft(line, " "))
		if indent < key.Column-1 || indent == key.Column-1 && !strings.HasPrefix(trimmed, "- ") {
			if strings.HasPrefix(trimmed, "#") {
				continue // belongs to what follows, unless something of the block comes after it
			}
			break
		}
		last = at + 1
	}
	return last
}

func withInsertions(text string, inserts []insert) string {
	lines := strings.SplitAfter(text, "\n")
	if n := len(lines); lines[n-1] == "" {
		lines = lines[:n-1]
	} else {
		lines[n-1] += "\n"
	}
	var b strings.Builder
	next := 0
	for i, line := range lines {
		b.WriteString(line)
		for ; next < len(inserts) && inserts[next].after == i+1; next++ {
			for _, added := range inserts[next].lines {
				b.WriteString(added + "\n")
			}
		}
	}
	return b.String()
}

// context is how many lines of the file a hunk shows around what it adds.
const context = 3

// writeInsertions writes a diff that only adds lines.
func writeInsertions(b *strings.Builder, name, text string, inserts []insert) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	fmt.Fprintf(b, "diff --git a/%[1]s b/%[1]s\n--- a/%[1]s\n+++ b/%[1]s\n", name)
	added := 0
	for len(inserts) > 0 {
		n := 1
		for n < len(inserts) && inserts[n].after-inserts[n-1].after <= 2*context {
			n++
		}
		hunk := inserts[:n]
		inserts = inserts[n:]
		first := max(hunk[0].after-context, 0)
		last := min(hunk[n-1].after+context, len(lines))
		more := 0
		for _, i := range hunk {
			more += len(i.lines)
		}
		fmt.Fprintf(b, "@@ -%d,%d +%d,%d @@\n", first+1, last-first, first+1+added, last-first+more)
		next := 0
		for at := first; at < last; at++ {
			b.WriteString(" " + lines[at] + "\n")
			for ; next < len(hunk) && hunk[next].after == at+1; next++ {
				for _, line := range hunk[next].lines {
					b.WriteString("+" + line + "\n")
				}
			}
		}
		added += more
	}
}

func writeNewFile(b *strings.Builder, name, text string) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	fmt.Fprintf(b, "diff --git a/%[1]s b/%[1]s\nnew file mode 100644\n--- /dev/null\n+++ b/%[1]s\n@@ -0,0 +1,%[2]d @@\n", name, len(lines))
	for _, line := range lines {
		b.WriteString("+" + line + "\n")
	}
}

// ReadFile and Glob serve the changed files in place of those on disk, which is all that reading a document takes.
func (o overlay) ReadFile(name string) ([]byte, error) {
	if text, ok := o.texts[name]; ok {
		return []byte(text), nil
	}
	return fs.ReadFile(o.FS, name)
}

func (o overlay) Glob(pattern string) ([]string, error) {
	names, err := fs.Glob(o.FS, pattern)
	for name := range o.texts {
		if ok, _ := path.Match(pattern, name); ok && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, err
}
