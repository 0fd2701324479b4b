package call

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"sync/atomic"
)

var (
	errStreamSpent = errors.New("the body was a stream and has been sent already")
	errStreamBusy  = errors.New("the body is a stream that an earlier attempt is still reading")
	errStreamStale = errors.New("this attempt was abandoned: a later one is reading the body")
)

// stream is a body that is read as it is sent. Each attempt reads it through a reader of its own, so that a transport which is
// still at an attempt that is over can't take away from the next one.
type stream struct {
	mu     sync.Mutex // held while the source is read, which may take long
	source io.Reader
	rewind func() (io.Reader, error) // gives the source at its start again; nil when it can't be had
	fresh  bool                      // what rewind gives is another source each time
	begun  bool                      // something was read
	now    *streamReader             // of the attempt under way
	last   atomic.Bool               // no attempt follows
}

// newStream takes what a caller gave as a body.
func newStream(r io.Reader) *stream {
	s := &stream{source: r}
	switch r := r.(type) {
	case *bytes.Buffer:
		content := r.Bytes()
		s.rewind = func() (io.Reader, error) { return bytes.NewReader(content), nil }
	case io.Seeker:
		if start, err := r.Seek(0, io.SeekCurrent); err == nil {
			s.rewind = func() (io.Reader, error) {
				_, err := r.Seek(start, io.SeekStart)
				return s.source, err
			}
		}
	}
	return s
}

// open returns a reader at the stream's start.
func (s *stream) open() (io.ReadCloser, error) {
	if !s.mu.TryLock() {
		return nil, errStreamBusy
	}
	defer s.mu.Unlock()
	if s.begun {
		if s.rewind == nil || s.source == nil {
			return nil, errStreamSpent
		}
		source, err := s.rewind()
		if err != nil {
			return nil, err
		}
		s.source, s.begun = source, false
	}
	s.now = &streamReader{stream: s}
	s.now.closer, _ = s.source.(io.Closer)
	return s.now, nil
}

// again reports whether open can be expected to succeed.
func (s *stream) again() bool {
	if !s.mu.TryLock() {
		return s.rewind != nil
	}
	defer s.mu.Unlock()
	return !s.begun || s.rewind != nil
}

// rewinds reports whether the source can be had at its start again.
func (s *stream) rewinds() bool { return s.rewind != nil }

// finish ends the stream when no attempt follows. One that is still being sent, because the response came early, is left to that.
func (s *stream) finish() {
	s.last.Store(true)
	s.release()
}

// release closes the source when nobody needs it any more.
func (s *stream) release() {
	if !s.last.Load() || !s.mu.TryLock() {
		return // whoever reads it now comes here next
	}
	defer s.mu.Unlock()
	if s.now != nil && s.now.closed.Load() && s.source != nil {
		if s.now.closer != nil {
			s.now.closer.Close()
		}
		s.source, s.begun = nil, true
	}
}

// streamReader is a stream as one attempt reads it.
type streamReader struct {
	stream *stream
	closer io.Closer // of the source
	closed atomic.Bool
}

func (r *streamReader) Read(p []byte) (int, error) {
	defer r.stream.release()
	r.stream.mu.Lock()
	defer r.stream.mu.Unlock()
	if r.stream.now != r || r.closed.Load() || r.stream.source == nil {
		return 0, errStreamStale
	}
	r.stream.begun = true
	return r.stream.source.Read(p)
}

// Close lets the stream go. Its source stays open as long as another attempt may need it; but where a read is under way that
// nothing else would end, the source is closed, which is what a transport means by it.
func (r *streamReader) Close() error {
	s := r.stream
	if r.closed.Swap(true) {
		return nil
	}
	if s.rewind == nil || s.fresh {
		if s.mu.TryLock() {
			s.mu.Unlock()
		} else if r.closer != nil {
			return r.closer.Close()
		}
	}
	s.release()
	return nil
}
