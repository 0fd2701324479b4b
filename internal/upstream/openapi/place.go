package openapi

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
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
	lines := strings.Split(p.sources.contents[file], "\n")
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

// withLines puts lines in the place of others, by their numbers.
func withLines(text string, replaced map[int]string) string {
	if len(replaced) == 0 {
		return text
	}
	lines := strings.SplitAfter(text, "\n")
	for number, line := range replaced {
		lines[number-1] = line + "\n"
	}
	return strings.Join(lines, "")
}

// change is what a diff does at a line: it puts something in its place, and something behind it.
type change struct {
	line     int
	replaced bool
	lines    []string
}

// writeChanges writes a diff that adds lines, and puts others in the place of some.
func writeChanges(b *strings.Builder, name, text string, inserts []insert, replaced map[int]string) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	fmt.Fprintf(b, "diff --git a/%[1]s b/%[1]s\n--- a/%[1]s\n+++ b/%[1]s\n", name)
	byLine := map[int]*change{}
	at := func(line int) *change {
		if byLine[line] == nil {
			byLine[line] = &change{line: line}
		}
		return byLine[line]
	}
	for line := range replaced {
		at(line).replaced = true
	}
	for _, i := range inserts {
		c := at(i.after)
		c.lines = append(c.lines, i.lines...)
	}
	changes := slices.SortedFunc(maps.Values(byLine), func(a, b *change) int { return cmp.Compare(a.line, b.line) })
	added := 0
	for len(changes) > 0 {
		n := 1
		for n < len(changes) && changes[n].line-changes[n-1].line <= 2*context {
			n++
		}
		hunk := changes[:n]
		changes = changes[n:]
		first := max(hunk[0].line-context, 0)
		if hunk[0].replaced {
			first = max(hunk[0].line-1-context, 0)
		}
		last := min(hunk[n-1].line+context, len(lines))
		more := 0
		for _, c := range hunk {
			more += len(c.lines)
		}
		fmt.Fprintf(b, "@@ -%d,%d +%d,%d @@\n", first+1, last-first, first+1+added, last-first+more)
		next := 0
		behind := func(line int) {
			if next < len(hunk) && hunk[next].line == line {
				for _, added := range hunk[next].lines {
					b.WriteString("+" + added + "\n")
				}
				next++
			}
		}
		behind(first)
		for number := first + 1; number <= last; number++ {
			if line, anew := replaced[number]; anew {
				b.WriteString("-" + lines[number-1] + "\n+" + line + "\n")
			} else {
				b.WriteString(" " + lines[number-1] + "\n")
			}
			behind(number)
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
	if text, ok := o.contents[name]; ok {
		return []byte(text), nil
	}
	return fs.ReadFile(o.FS, name)
}

func (o overlay) Glob(pattern string) ([]string, error) {
	names, err := fs.Glob(o.FS, pattern)
	for name := range o.contents {
		if ok, _ := path.Match(pattern, name); ok && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, err
}
