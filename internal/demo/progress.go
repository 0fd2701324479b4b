package demo

import (
	"fmt"
	"io"
)

// progress is a line on a terminal that says what is being done, and is gone when it is done. A nil progress shows nothing, which is
// what a pipe or a file gets.
type progress struct {
	screen io.Writer
	of     string
	shown  bool
}

func newProgress(screen io.Writer, of string) *progress {
	if screen == nil {
		return nil
	}
	return &progress{screen: screen, of: of}
}

func (p *progress) show(what string) {
	if p == nil {
		return
	}
	fmt.Fprintf(p.screen, "\r\x1b[K%s: %s", p.of, what)
	p.shown = true
}

func (p *progress) clear() {
	if p != nil && p.shown {
		fmt.Fprint(p.screen, "\r\x1b[K")
		p.shown = false
	}
}
