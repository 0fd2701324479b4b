package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// decoded writes what the client made of a response.
func (c caller) decoded(t *testing.T, e *exchange) string {
	t.Helper()
	title := fmt.Sprintf("-- response %d", e.response.status)
	if e.response.media != "" {
		title += " " + e.response.media
	}
	if !e.gives {
		return title + "\n"
	}
	data := c.checkDecoded(t, e)
	if _, file := e.result.(*rest.Download); file {
		return fmt.Sprintf("%s\n%s\n", title, data)
	}
	var text bytes.Buffer
	must(t, json.Indent(&text, data, "", " "))
	return fmt.Sprintf("%s %T\n%s\n", title, e.result, text.Bytes())
}

// checkDecoded notes what of a response is missing in what the client made of it, and returns that: a file's bytes, or JSON.
func (c caller) checkDecoded(t *testing.T, e *exchange) []byte {
	t.Helper()
	if download, file := e.result.(*rest.Download); file {
		content, err := io.ReadAll(download)
		must(t, err)
		if !bytes.Equal(content, e.response.body) {
			c.fault("the download gave %q", content)
		}
		return content
	}
	if data, alike := c.before.decodedAlike(e.response, e.result); alike {
		return data
	}
	data, err := json.Marshal(e.result)
	must(t, err)
	c.before.compared(e.response, e.result, data)
	var back any
	must(t, json.Unmarshal(data, &back))
	for i, what := range lost(e.response.value, back, "") {
		if i == 10 {
			c.fault("and more")
			break
		}
		c.fault("the response lost %s", what)
	}
	return data
}
