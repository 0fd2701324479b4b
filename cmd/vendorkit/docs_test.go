package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestDocsServesUntilInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, writer := io.Pipe()
	opened := make(chan string, 1)
	m := thisMachine()
	m.browse = func(address string) error { opened <- address; return nil }
	done := make(chan int, 1)
	go func() {
		done <- runOn(ctx, m, []string{"docs", "spiro", "Contacts.List", "--open"}, writer, io.Discard)
		writer.Close()
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address := strings.TrimSpace(line)
	if !strings.HasPrefix(address, "http://127.0.0.1:") || !strings.HasSuffix(address, "/spiro/Contacts.html#listContacts") {
		t.Errorf("the address is %s", address)
	}
	if got := <-opened; got != address {
		t.Errorf("opened %s, printed %s", got, address)
	}
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	response.Body.Close()
	if err != nil || !strings.Contains(string(body), `<article id="listContacts">`) {
		t.Errorf("%v\n%.200s", err, body)
	}
	http.DefaultClient.CloseIdleConnections()
	cancel()
	if code := <-done; code != 0 {
		t.Errorf("exit %d", code)
	}
}

func TestDocsWritesFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "reference")
	var out, said bytes.Buffer
	if code := run(t.Context(), []string{"docs", "spiro", "--write", dir}, &out, &said); code != 0 {
		t.Fatalf("exit %d: %s", code, said.String())
	}
	if !strings.Contains(said.String(), filepath.Join(dir, "index.html")) || out.Len() > 0 {
		t.Errorf("printed %q and %q", out.String(), said.String())
	}
	if _, err := os.Stat(filepath.Join(dir, "spiro", "Contacts.html")); err != nil {
		t.Error(err)
	}
}

func TestDocsSaysWhatIsWrongWithItsCommandLine(t *testing.T) {
	t.Parallel()
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "mine.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"jira"}, 2, `VENDOR: "jira" is unknown, give one of halo, holaspirit, humanity, spiro`},
		{[]string{"spiro", "listContact"}, 2, `did you mean "listContacts"?`},
		{[]string{"spiro", "a", "b"}, 2, "give a VENDOR, a VENDOR and an OPERATION, or neither"},
		{[]string{"--addr", "0.0.0.0:80"}, 2, "--addr: "},
		{[]string{"--addr", "8080"}, 2, "--addr: "},
		{[]string{"--write", ""}, 2, "--write: give a folder"},
		{[]string{"--write", full, "--open"}, 2, "--open: nothing is served with --write"},
		{[]string{"--write", full, "--addr", "127.0.0.1:0"}, 2, "--addr: nothing is served with --write"},
		{[]string{"spiro", "listContacts", "--write", full}, 2, "OPERATION: --write writes whole references"},
		{[]string{"spiro", "--write", full}, 1, "holds mine.txt, which isn't of a reference"},
	} {
		var said bytes.Buffer
		if code := run(t.Context(), append([]string{"docs"}, c.args...), io.Discard, &said); code != c.code || !strings.Contains(said.String(), c.want) {
			t.Errorf("%q: exit %d, said %q; want %d and %q", c.args, code, said.String(), c.code, c.want)
		}
	}
}

func TestDocsCompletesVendorsAndOperations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{""}, "halo"},
		{[]string{"spiro", "listCont"}, "listContacts"},
	} {
		var out bytes.Buffer
		if code := run(t.Context(), append([]string{"__complete", "docs"}, c.args...), &out, io.Discard); code != 0 || !strings.HasPrefix(out.String(), c.want) {
			t.Errorf("%q: exit %d, completed by %q", c.args, code, out.String())
		}
	}
}
