package call

import (
	"encoding"
	"strconv"
	"strings"
)

// The methods below are kept out of line: a client has thousands of calls of them, and inlined each would be code of its
// own.

// String adds a string parameter when it is set.
//
//go:noinline
func (c *Call) String(name string, v *string) {
	if v != nil {
		c.query.Add(name, *v)
	}
}

// Int adds a whole number when it is set.
//
//go:noinline
func (c *Call) Int(name string, v *int64) {
	if v != nil {
		c.query.Add(name, strconv.FormatInt(*v, 10))
	}
}

// Float adds a number when it is set.
//
//go:noinline
func (c *Call) Float(name string, v *float64) {
	if v != nil {
		c.query.Add(name, strconv.FormatFloat(*v, 'f', -1, 64))
	}
}

// Bool adds true or false when it is set.
//
//go:noinline
func (c *Call) Bool(name string, v *bool) {
	if v != nil {
		c.query.Add(name, strconv.FormatBool(*v))
	}
}

// QueryString adds a string parameter when it is set.
//
//go:noinline
func QueryString[T ~string](c *Call, name string, v *T) {
	if v != nil {
		c.query.Add(name, string(*v))
	}
}

// QueryInt adds a whole number when it is set.
//
//go:noinline
func QueryInt[T ~int | ~int32 | ~int64](c *Call, name string, v *T) {
	if v != nil {
		c.query.Add(name, strconv.FormatInt(int64(*v), 10))
	}
}

// QueryFloat adds a number when it is set.
//
//go:noinline
func QueryFloat[T ~float32 | ~float64](c *Call, name string, v *T) {
	if v != nil {
		c.query.Add(name, strconv.FormatFloat(float64(*v), 'f', -1, 64))
	}
}

// QueryBool adds true or false when it is set.
//
//go:noinline
func QueryBool[T ~bool](c *Call, name string, v *T) {
	if v != nil {
		c.query.Add(name, strconv.FormatBool(bool(*v)))
	}
}

// QueryValue adds a value that spells itself, such as a Time, when it is set.
//
//go:noinline
func QueryValue[T encoding.TextMarshaler](c *Call, name string, v *T) {
	if v == nil {
		return
	}
	text, err := (*v).MarshalText()
	if err != nil {
		c.fail("parameter %s: %w", name, err)
		return
	}
	c.query.Add(name, string(text))
}

// QueryStrings adds a list of strings: one parameter with commas between the values, or, when each is set, one parameter for
// each value. An empty list adds nothing. A comma inside a value can't be told from the separator and is refused.
//
//go:noinline
func QueryStrings[T ~string](c *Call, name string, list []T, each bool) {
	if len(list) == 0 {
		return
	}
	if each {
		for _, v := range list {
			c.query.Add(name, string(v))
		}
		return
	}
	joined := make([]byte, 0, 32*len(list))
	for i, v := range list {
		if i > 0 {
			joined = append(joined, ',')
		}
		for k := range len(v) {
			if v[k] == ',' {
				c.fail("parameter %s: value %d holds a comma, which separates values there", name, i+1)
				return
			}
		}
		joined = append(joined, v...)
	}
	c.query.Add(name, string(joined))
}

// QueryInts adds a list of whole numbers, as QueryStrings does for strings.
//
//go:noinline
func QueryInts[T ~int | ~int32 | ~int64](c *Call, name string, list []T, each bool) {
	written := make([]string, len(list))
	for i, v := range list {
		written[i] = strconv.FormatInt(int64(v), 10)
	}
	QueryStrings(c, name, written, each)
}

// QueryMap adds name[key]=value for every entry. A key with a bracket fails the call: servers read it as another.
//
//go:noinline
func QueryMap[T ~string](c *Call, name string, m map[string]T) {
	for _, key := range sortedKeys(m) {
		if strings.ContainsAny(key, "[]") {
			c.fail("query parameter %s[%s]: the key contains a bracket, which name[key] can't hold", name, key)
			return
		}
		c.query.Add(name+"["+key+"]", string(m[key]))
	}
}
