package call

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// AddParameters puts parameters into a call before its first attempt: into the query of a GET or HEAD, the form or JSON body of any
// other. One that the call has already is replaced.
func (c *Call) AddParameters(parameters url.Values) {
	if len(parameters) == 0 {
		return
	}
	if c.method == http.MethodGet || c.method == http.MethodHead {
		query, err := url.ParseQuery(string(c.query))
		if err != nil {
			c.fail("the query can't be read: %w", err)
			return
		}
		c.query = Query(merged(query, parameters).Encode())
		return
	}
	sent := c.body
	if sent == nil {
		sent = &body{contentType: "application/x-www-form-urlencoded"}
	}
	switch media, _, _ := strings.Cut(sent.contentType, ";"); media {
	case "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(sent.data))
		if err != nil {
			c.fail("the form can't be read: %w", err)
			return
		}
		c.Form(merged(form, parameters))
	case "application/json":
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(sent.data, &fields); err != nil || fields == nil {
			c.fail("parameters can be added to a JSON object only")
			return
		}
		for name, values := range parameters {
			text, err := json.Marshal(strings.Join(values, ","))
			if err != nil {
				c.fail("parameter %s: %w", name, err)
				return
			}
			fields[name] = text
		}
		c.JSON(fields)
	default:
		c.err = fmt.Errorf("parameters can't be added to a body of type %s", media)
	}
}

func merged(into, more url.Values) url.Values {
	for name, values := range more {
		into[name] = values
	}
	return into
}
