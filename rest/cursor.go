package rest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// Cursor is a place in an iteration over pages, to go on from later. It is a plain string that may be stored.
type Cursor string

const (
	// seenMark stands in a feed's cursor before the rows at its time that were given already.
	seenMark = "#seen="
	// rowsMark stands behind the vendor's own string, where the vendor counts its rows, before what was seen.
	rowsMark = "#rows="
)

// startAt returns the place of a cursor; of none, the first one: page first of a list by page number, behind so many rows of one by offset.
func startAt(from Cursor, style call.Style, first int64) (place, error) {
	if from == "" {
		if style == call.ByOffset {
			return place{token: strconv.FormatInt(max(first, 0), 10), unknown: first > 0}, nil
		}
		return place{number: max(first, 1), unknown: first > 1}, nil
	}
	kind, rest, _ := strings.Cut(string(from), ":")
	if kind != string(style) || rest == "" { // with nothing behind it, the iteration would begin anew
		return place{}, fmt.Errorf("%w: it wasn't made by this list, whose cursors begin with %q; start again without one", ErrBadCursor, string(style)+":")
	}
	if style == call.ByTime {
		return feedPlace(rest)
	}
	if style == call.ByOffset {
		at := tokenPlace(rest)
		if skipped, err := strconv.ParseInt(at.token, 10, 64); err != nil || skipped < 0 {
			return place{}, fmt.Errorf("%w: a number of rows was expected", ErrBadCursor)
		}
		return at, nil
	}
	if style != call.ByNumber {
		return tokenPlace(rest), nil
	}
	page, past, counted := strings.Cut(rest, ":")
	at := place{unknown: !counted}
	var err error
	if at.number, err = strconv.ParseInt(page, 10, 64); err != nil || at.number < 1 {
		return place{}, fmt.Errorf("%w: a page number was expected", ErrBadCursor)
	}
	if counted && !at.past.parse(past) {
		return place{}, fmt.Errorf("%w: its record of the rows seen is damaged; start again without it", ErrBadCursor)
	}
	return at, nil
}

// past is what an iteration knows of the pages before a place. It goes into the place's cursor, so that an iteration that is
// continued sees what one in a single go would: rows that are missing, a page that comes again, a list that has become shorter.
type past struct {
	seen    int64  // rows
	total   int64  // the vendor's count
	counted bool   // it gave one
	largest int64  // rows on the largest page
	sum     uint64 // of the latest page with rows
	first   uint64 // the same of the first one
	empty   int64  // empty pages in a row
	hole    bool   // a page with rows came behind an empty one
	unsure  unsure // of the latest pages, where these were fetched ahead
}

// String writes the rows seen, then what else is known, each behind a letter of its own: "200:t523:p100:s1q2w3e".
func (p *past) String() string {
	text := strconv.FormatInt(p.seen, 10)
	add := func(letter string, known bool, value int64) {
		if known {
			text += ":" + letter + strconv.FormatInt(value, 10)
		}
	}
	add("t", p.counted, p.total)
	add("p", p.largest > 0, p.largest)
	if p.sum != 0 {
		text += ":s" + strconv.FormatUint(p.sum, 36)
	}
	if p.first != 0 && p.first != p.sum {
		text += ":f" + strconv.FormatUint(p.first, 36)
	}
	add("e", p.empty > 0, p.empty)
	add("h", p.hole, 1)
	if p.unsure.left > 0 {
		text += ":u" + p.unsure.String()
	}
	return text
}

// tells reports whether there is more to say of a list that isn't paged by number than where it goes on.
func (p *past) tells() bool { return p.counted || p.unsure.left > 0 }

// parse reads what String writes, and reports whether it is that.
func (p *past) parse(text string) bool {
	fields := strings.Split(text, ":")
	var err error
	if p.seen, err = strconv.ParseInt(fields[0], 10, 64); err != nil || p.seen < 0 {
		return false
	}
	for _, field := range fields[1:] {
		if field == "" {
			return false
		}
		switch letter := field[0]; letter {
		case 's':
			p.sum, err = strconv.ParseUint(field[1:], 36, 64)
		case 'f':
			p.first, err = strconv.ParseUint(field[1:], 36, 64)
		case 'u':
			p.unsure, err = parseUnsure(field[1:])
		default:
			var n int64
			n, err = strconv.ParseInt(field[1:], 10, 64)
			switch letter {
			case 't':
				p.total, p.counted = n, true
			case 'p':
				p.largest = n
			case 'e':
				p.empty = n
			case 'h':
				p.hole = n == 1
			default:
				return false
			}
			if n < 0 {
				return false
			}
		}
		if err != nil {
			return false
		}
	}
	if p.first == p.sum {
		p.first = 0
	}
	return true
}

func cursorAt(style call.Style, next place) Cursor {
	switch {
	case style == call.ByNumber && next.unknown:
		return Cursor(string(call.ByNumber) + ":" + strconv.FormatInt(next.number, 10))
	case style == call.ByNumber:
		return Cursor(string(call.ByNumber) + ":" + strconv.FormatInt(next.number, 10) + ":" + next.past.String())
	case len(next.edge) > 0:
		var keys []string
		for _, key := range next.edge {
			keys = append(keys, strconv.FormatUint(key, 36))
		}
		return Cursor(string(style) + ":" + next.token + seenMark + strings.Join(keys, ","))
	}
	if next.past.tells() {
		return Cursor(string(style) + ":" + next.token + rowsMark + next.past.String())
	}
	return Cursor(string(style) + ":" + next.token)
}

// tokenPlace reads a token, behind which what was seen may stand.
func tokenPlace(text string) place {
	if mark := strings.LastIndex(text, rowsMark); mark > 0 {
		found := place{token: text[:mark]}
		if found.past.parse(text[mark+len(rowsMark):]) && found.past.tells() {
			return found
		}
	}
	return place{token: text, unknown: true}
}

// feedPlace reads what stands behind the style in a feed's cursor.
func feedPlace(text string) (place, error) {
	found := place{token: text}
	if mark := strings.LastIndex(text, seenMark); mark > 0 {
		found.token = text[:mark]
		for key := range strings.SplitSeq(text[mark+len(seenMark):], ",") {
			n, err := strconv.ParseUint(key, 36, 64)
			if err != nil {
				return place{}, fmt.Errorf("%w: its record of the rows seen is damaged; start again without it", ErrBadCursor)
			}
			found.edge = append(found.edge, n)
		}
	}
	return found, nil
}
