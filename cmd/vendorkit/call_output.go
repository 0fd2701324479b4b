package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/invoke"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// once makes the call and prints what came.
func (c *caller) once(ctx context.Context, made *invoke.Call) error {
	result, err := made.Do(ctx)
	if err != nil {
		return err
	}
	if result.JSON == nil {
		fmt.Fprintf(c.notes, "done: HTTP %d, with nothing in it\n", result.Status)
		return nil
	}
	text := c.secrets(ctx).hide(string(c.shown(made, result.JSON)))
	if c.flags.table {
		rows := tableRows(c.op, c.offers.Document().Envelope.Data, []byte(text))
		if c.columns == nil {
			return printTable(c.out, rowsTable(rows))
		}
		if err := checkColumns(c.op, c.offers.Document().Envelope.Data, rows, c.columns); err != nil {
			if c.reads {
				return err
			}
			_, printed := io.WriteString(c.out, text+"\n")
			return errors.Join(errors.New("the call was made, and its response is on standard output as JSON: "+err.Error()), printed)
		}
		return printTable(c.out, columnsTable(rows, c.columns))
	}
	if c.given("output") && c.flags.output != "-" {
		if err := replaceFile(c.flags.output, append([]byte(text), '\n')); err != nil {
			_, printed := io.WriteString(c.out, text+"\n")
			return errors.Join(fmt.Errorf("--output: the call was made, and its response, which can't be written, is on standard output: %w", err), printed)
		}
		return nil
	}
	if isTerminal(c.out) {
		var pretty bytes.Buffer
		if json.Indent(&pretty, []byte(text), "", "  ") == nil {
			text = pretty.String()
		}
	}
	_, err = io.WriteString(c.out, strings.TrimRight(text, "\n")+"\n")
	return err
}

// shown is a response as it may be printed: fields that the document calls secrets show no value, unless that is asked for.
func (c *caller) shown(made *invoke.Call, response json.RawMessage) json.RawMessage {
	if c.flags.showSecrets {
		return response
	}
	return made.Masked(response, false)
}

// download saves the file that an operation responds with. A file that was there stays until the new one is whole.
func (c *caller) download(ctx context.Context, made *invoke.Call) (err error) {
	file, err := made.Open(ctx)
	if err != nil {
		return err
	}
	defer file.Close()
	if c.flags.output == "-" {
		_, err = io.Copy(c.out, file)
		return err
	}
	n, err := replaceFileFrom(c.flags.output, file)
	if err != nil {
		return fmt.Errorf("--output: %s wasn't saved: %w", c.flags.output, err)
	}
	kind := ""
	if media, _, _ := strings.Cut(file.ContentType, ";"); media != "" {
		kind = ", " + wiretext.Show(media, nil, 60)
	}
	fmt.Fprintf(c.notes, "saved %d bytes%s\n", n, kind)
	return nil
}

// shownRequest writes a request that wasn't sent.
func shownRequest(shown *invoke.Shown) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s %s\n", shown.Method, shown.URL)
	for _, name := range slices.Sorted(maps.Keys(shown.Header)) {
		for _, text := range shown.Header[name] {
			fmt.Fprintf(&out, "%s: %s\n", name, text)
		}
	}
	if len(shown.Body) == 0 {
		return out.String()
	}
	out.WriteByte('\n')
	var pretty bytes.Buffer
	if json.Indent(&pretty, shown.Body, "", "  ") == nil {
		out.Write(pretty.Bytes())
	} else {
		out.Write(shown.Body)
	}
	out.WriteByte('\n')
	return out.String()
}

// hider knows the secrets of a login.
type hider struct{ secrets []string }

// secrets lists those that a login has now: they change when it is renewed.
func (c *caller) secrets(ctx context.Context) hider { return hider{c.login.Secrets(ctx)} }

// hide puts a mask in the place of each secret that a vendor echoes, however it spells it.
func (h hider) hide(text string) string { return wiretext.MaskJSON(text, h.secrets, wiretext.Masked) }

// error hides the secrets in what an error says.
func (h hider) error(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if hidden := wiretext.Mask(text, h.secrets, wiretext.Masked); hidden != text {
		return hiddenError{err, hidden}
	}
	return err
}

// hiddenError is an error that would have said a secret.
type hiddenError struct {
	error
	text string
}

func (e hiddenError) Error() string { return e.text }

func (e hiddenError) Unwrap() error { return e.error }
