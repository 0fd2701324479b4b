package halo

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Filters are conditions on the columns of a list, for the parameter AdvancedSearch that several lists have. A row is
// given when it meets all of them.
//
//	params := &halo.ListUsersParams{AdvancedSearch: new(halo.Filters{
//		halo.Equal("azureoid", id),
//		halo.NotEqual("inactive", true),
//	}.String())}
//
// The server's plain Search misses some columns that these find. Names are the columns', as the server spells them.
//
// Evidence: observed; bart-lute/halopsa-client-go @5336c48, which quotes the vendor's apidoc, KelvinTegelaar/CIPP-API
// @adf3242. How a list of values is written for In and NotIn isn't published: commas between them are a guess.
type Filters []Filter

// Filter is one condition. Equal, Like and the other functions make it.
type Filter struct {
	name  string
	kind  filterKind
	value string
}

// filterKind is the server's number of a comparison. 6 is printed as "=" like 2 is, and what it means isn't known.
type filterKind int

const (
	filterIn filterKind = iota
	filterNotIn
	filterEqual
	filterNotEqual
	filterLike
	filterNotLike
	_
	filterAbove
	filterAtLeast
	filterBelow
	filterAtMost
)

// FilterValue is what a column can be compared with. Times are sent as UTC.
type FilterValue interface {
	~string | ~int | ~int32 | ~int64 | ~float64 | ~bool | time.Time
}

// In keeps the rows whose column has one of the values.
func In[T FilterValue](column string, values ...T) Filter {
	return Filter{column, filterIn, filterTexts(values)}
}

// NotIn keeps the rows whose column has none of the values.
func NotIn[T FilterValue](column string, values ...T) Filter {
	return Filter{column, filterNotIn, filterTexts(values)}
}

// Equal keeps the rows whose column has the value.
func Equal[T FilterValue](column string, value T) Filter {
	return Filter{column, filterEqual, filterText(value)}
}

// NotEqual keeps the rows whose column has another value.
func NotEqual[T FilterValue](column string, value T) Filter {
	return Filter{column, filterNotEqual, filterText(value)}
}

// Like keeps the rows whose column contains the string.
func Like(column, text string) Filter { return Filter{column, filterLike, text} }

// NotLike keeps the rows whose column doesn't contain the string.
func NotLike(column, text string) Filter { return Filter{column, filterNotLike, text} }

// Above keeps the rows whose column is greater than the value.
func Above[T FilterValue](column string, value T) Filter {
	return Filter{column, filterAbove, filterText(value)}
}

// AtLeast keeps the rows whose column is the value or greater.
func AtLeast[T FilterValue](column string, value T) Filter {
	return Filter{column, filterAtLeast, filterText(value)}
}

// Below keeps the rows whose column is less than the value.
func Below[T FilterValue](column string, value T) Filter {
	return Filter{column, filterBelow, filterText(value)}
}

// AtMost keeps the rows whose column is the value or less.
func AtMost[T FilterValue](column string, value T) Filter {
	return Filter{column, filterAtMost, filterText(value)}
}

// MarshalJSON writes the condition as the server takes it.
func (f Filter) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name  string     `json:"filter_name"`
		Kind  filterKind `json:"filter_type"`
		Value string     `json:"filter_value"`
	}{f.name, f.kind, f.value})
}

// String writes the conditions as the string that AdvancedSearch takes.
func (f Filters) String() string {
	if len(f) == 0 {
		return "[]"
	}
	text, _ := json.Marshal([]Filter(f)) // strings and numbers always encode
	return string(text)
}

func filterText[T FilterValue](value T) string {
	if at, ok := any(value).(time.Time); ok {
		return at.UTC().Format("2006-01-02T15:04:05")
	}
	return fmt.Sprint(value)
}

func filterTexts[T FilterValue](values []T) string {
	written := make([]string, len(values))
	for i, value := range values {
		written[i] = filterText(value)
	}
	return strings.Join(written, ",")
}
