package main

import (
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// cutLines joins lines from one on, as many as the budget has room for, and says how to get the rest. A line too long for it stands
// alone.
func cutLines(lines []string, cursor string, budget int) (string, error) {
	from := 0
	if cursor != "" {
		n, err := strconv.Atoi(cursor)
		if err != nil || n < 0 || n >= len(lines) {
			return "", fmt.Errorf("cursor: %q is none that this gave; leave it out to begin from the start", cursor)
		}
		from = n
	}
	var out strings.Builder
	for i := from; i < len(lines); i++ {
		if i > from && out.Len()+len(lines[i]) > budget {
			fmt.Fprintf(&out, "(%d of %d lines; the rest with cursor %q)", i, len(lines), strconv.Itoa(i))
			break
		}
		out.WriteString(lines[i])
		out.WriteByte('\n')
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

// rests keeps what of results had no room, so that it can be asked for without making the call again, which may have changed something.
type rests struct {
	mu   sync.Mutex
	kept []kept // the latest last
}

type kept struct{ id, text string }

const (
	// mostRests and mostRestBytes bound what is kept; the oldest goes first.
	mostRests     = 16
	mostRestBytes = 64 << 20

	restCursor = "rest-"
)

// cut returns as much of a text as the budget has room for; the rest is kept, and its cursor said.
func (r *rests) cut(text string, budget int) string {
	if len(text) <= budget {
		return text
	}
	id := rand.Text()
	r.mu.Lock()
	r.kept = append(r.kept, kept{id, text})
	size := 0
	for i := len(r.kept) - 1; i >= 0; i-- {
		if size += len(r.kept[i].text); i < len(r.kept)-1 && (size > mostRestBytes || len(r.kept)-i > mostRests) {
			r.kept = append([]kept(nil), r.kept[i+1:]...)
			break
		}
	}
	r.mu.Unlock()
	return part(id, text, 0, budget)
}

// more returns the next part of a text that was cut.
func (r *rests) more(cursor string, budget int) (string, error) {
	id, at, _ := strings.Cut(strings.TrimPrefix(cursor, restCursor), "-")
	offset, err := strconv.Atoi(at)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, each := range r.kept {
		if each.id == id && err == nil && offset >= 0 && offset < len(each.text) {
			return part(id, each.text, offset, budget), nil
		}
	}
	return "", fmt.Errorf("cursor: %q isn't kept any more, or never was. Call again if the operation reads, and name the fields that you need", cursor)
}

func part(id, text string, from, budget int) string {
	to := min(from+budget, len(text))
	for to < len(text) && to > from+1 && !utf8.RuneStart(text[to]) {
		to--
	}
	if to == len(text) {
		return text[from:]
	}
	return fmt.Sprintf("%s\n(bytes %d to %d of %d; the rest with cursor %q. The fields argument makes a result smaller.)",
		text[from:to], from, to, len(text), restCursor+id+"-"+strconv.Itoa(to))
}
