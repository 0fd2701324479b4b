package main

import "io"

// outputWatch is a standard output that remembers what of it was lost: a disk that is full. Commands whose output is all they do look at each
// write; help, and what is printed beside the work, is looked at in one place when the command has ended well.
type outputWatch struct {
	to   io.Writer
	lost error // the first write that failed
}

func (w *outputWatch) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	if err != nil && w.lost == nil {
		w.lost = err
	}
	return n, err
}

// unwatched returns the output itself, for another program to write to: given a file, that has it without a pipe of ours between.
func unwatched(out io.Writer) io.Writer {
	if watch, ok := out.(*outputWatch); ok {
		return watch.to
	}
	return out
}
