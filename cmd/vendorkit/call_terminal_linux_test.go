package main

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// TestCallAtATerminal asks a person, shows how far a list is, and indents what comes.
func TestCallAtATerminal(t *testing.T) {
	t.Parallel()
	person, program := openTerminal(t)
	screen := screenOf(person)
	c := newCLI(t)
	server := c.loggedIn("spiro", vendortest.WithRecords(230))
	c.machine.ask = terminal{program, program}.ask
	done := make(chan int)
	line := []string{"call", "spiro", "updateOpportunity", "--param", "id=1", "--body", `{"data":{"type":"opportunities","id":"1","attributes":{}}}`, "--store", c.folder}
	go func() { done <- runOn(t.Context(), c.machine, line, program, program) }()
	waitFor(t, screen, "updateOpportunity (PUT /opportunities/{id}) may change something at 127.0.0.1")
	waitFor(t, screen, "account default. Send it? [y/N] ")
	if n := server.Count("updateOpportunity"); n != 0 {
		t.Errorf("%d calls were sent before the answer", n)
	}
	io.WriteString(person, "no\n")
	if code := <-done; code != 1 || server.Count("updateOpportunity") != 0 {
		t.Errorf("exit %d after no, and %d calls", code, server.Count("updateOpportunity"))
	}

	var rows bytes.Buffer
	if code := runOn(t.Context(), c.machine, []string{"call", "spiro", "listContacts", "--all", "--store", c.folder}, &rows, program); code != 0 {
		t.Errorf("exit %d: %s", code, screen())
	}
	waitFor(t, screen, " rows, ")
	if strings.Contains(rows.String(), "\r") || strings.Count(rows.String(), "\n") != 230 {
		t.Errorf("%d lines went to standard output", strings.Count(rows.String(), "\n"))
	}

	if code := runOn(t.Context(), c.machine, []string{"call", "spiro", "listContacts", "--param", "page[size]=1", "--store", c.folder}, program, program); code != 0 {
		t.Errorf("exit %d: %s", code, screen())
	}
	waitFor(t, screen, "{\r\n  \"data\": [\r\n")
}
