package rest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// feedRows reads what the iteration goes by off the rows of the page at hand.
func (w *iteration) feedRows() []feedRow {
	if w.narrow != nil {
		return w.slim
	}
	out := make([]feedRow, w.list.Len())
	for i := range out {
		out[i] = w.feedRow(w.list.Index(i))
	}
	return out
}

func (w *iteration) feedRow(row reflect.Value) feedRow {
	key := feedText(memberValue(row, w.key))
	if key == "" {
		whole, _ := json.Marshal(row.Interface())
		key = string(whole)
	}
	return feedRow{stableKey(key), feedText(memberValue(row, w.listing.From))}
}

func feedText(value reflect.Value) string {
	if !value.IsValid() || value.IsZero() {
		return ""
	}
	return fmt.Sprint(value.Interface())
}

func shows(rows []feedRow, keys []uint64) bool {
	for _, row := range rows {
		for _, key := range keys {
			if row.key == key {
				return true
			}
		}
	}
	return false
}

// before reports whether one time is before another, or, where they can't be read, whether they differ.
func before(one, other string) bool {
	a, okA := feedTime(one)
	b, okB := feedTime(other)
	if !okA || !okB {
		return one != other
	}
	return a.Before(b)
}

// feedTime reads a time. A bare number is none: it may be anything that rows are ordered by.
func feedTime(text string) (time.Time, bool) {
	at := value.ParseTime(text)
	return at.Time(), at.Valid() && strings.ContainsAny(text, "-:")
}

// shifted returns a time that is so much later, with the same offset; empty when the time can't be read.
func shifted(text string, by time.Duration) string {
	at, ok := feedTime(text)
	switch {
	case !ok:
		return ""
	case strings.HasSuffix(text, "Z"):
		return at.Add(by).Format(time.RFC3339)
	}
	return at.Add(by).Format("2006-01-02T15:04:05-07:00")
}
