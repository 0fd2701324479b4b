package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// progress is a line on a terminal that says what is being done, and is gone when it is done. A nil progress shows nothing, which is
// what a pipe or a file gets.
type progress struct {
	out   io.Writer
	of    string
	shown bool
}

func newProgress(out io.Writer, of string) *progress {
	if file, ok := out.(*os.File); !ok || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	return &progress{out: out, of: of}
}

func (p *progress) show(what string) {
	if p == nil {
		return
	}
	fmt.Fprintf(p.out, "\r\x1b[K%s: %s", p.of, what)
	p.shown = true
}

func (p *progress) clear() {
	if p != nil && p.shown {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.shown = false
	}
}
