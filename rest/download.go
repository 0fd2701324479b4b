package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// Download is a response body that is read as a stream. Close it when done; what wasn't read is dropped. If the stream breaks off
// early, Read returns an *Error that is [ErrConnection].
type Download struct {
	// Name is the file's name as the vendor gives it, made fit for a file system: without folders, drives, streams and invisible
	// characters, not a device's, of 255 bytes at most. It is empty when the vendor gives none.
	Name string
	// ContentType is the vendor's media type.
	ContentType string
	// Size is the number of bytes, -1 when the vendor didn't say.
	Size int64

	body   io.ReadCloser
	wait   func(bool) // says when a Read begins to wait for the vendor, and when it doesn't any more
	stop   func()
	closed atomic.Bool
	broken func(error) *Error
	ended  atomic.Bool
	over   func(*Error) // tells the observer, with what the download broke off with
}

// AllowHTML accepts an HTML page as the file that was requested, even if the vendor doesn't declare it to be a file. Use it where
// files may be HTML pages, such as attachments of e-mails; a proxy's login page can't be told apart from one then.
func AllowHTML() CallOption {
	return func(o *callOptions) { o.pages = true }
}

// Open makes a call that package call describes and whose response is a stream. An HTML page that isn't declared to be a file, which
// is how proxies and login pages respond, is [ErrDecode] unless [AllowHTML] is given. So is JSON that isn't declared to be a file
// and only reports a failure, and a file that is compressed although that wasn't requested.
func (c *Client) Open(ctx context.Context, call *call.Call, opts []CallOption) (*Download, error) {
	call.Header("Accept", "*/*")
	x := exchange{client: c, call: call, guard: stallGuard}
	x.begin(opts)
	if x.options.rows != nil {
		x.options.refuse(x.options.rows.fits(nil, nil))
	}
	if failure := x.complete(ctx, nil); failure != nil {
		return nil, failure
	}
	x.show()
	if failure := x.noFile(); failure != nil {
		x.context.end()
		x.observed(ctx, failure, 0, false)
		return nil, failure
	}
	response := x.response
	d := &Download{
		ContentType: response.Header.Get("Content-Type"),
		Size:        response.ContentLength,
		body:        response.Body,
		wait:        func(bool) {},
		stop:        x.context.end,
		over:        func(failure *Error) { x.observed(ctx, failure, 0, false) },
	}
	d.broken = func(err error) *Error {
		failure := x.responseError(ErrConnection, transportCause(err, x.secrets()))
		if ctx.Err() == nil && !d.closed.Load() && errors.Is(err, context.Canceled) {
			failure.cause = fmt.Errorf("nothing came for %v: %w", c.timeout, context.DeadlineExceeded)
		}
		return failure.endedBy(ctx, true)
	}
	if guard := x.stall(); guard != nil {
		d.wait = guard.wait
	}
	d.wait(false)
	d.Name = fileName(response.Header.Get("Content-Disposition"))
	return d, nil
}

// noFile makes an error of a response that isn't the file that was asked for. It has been read then.
func (x *exchange) noFile() *Error {
	response := x.response
	if !x.options.pages && isHTML(response.Header) && response.Header.Get("Content-Disposition") == "" {
		failure := x.responseError(ErrDecode, errors.New("the response is a page of HTML, not a file"))
		failure.outcome = MaybeProcessed.after(x.earlier) // whoever sent it isn't the API
		page, _ := io.ReadAll(io.LimitReader(response.Body, defaultMaxError))
		drain(response.Body)
		failure.keep(page)
		return failure
	}
	failure := x.failureForFile()
	if coding := compressed(response.Header); failure == nil && coding != "" {
		failure = x.responseError(ErrDecode, errors.New("the file can't be read: its Content-Encoding is "+coding+", which wasn't asked for"))
	}
	if failure != nil {
		drain(response.Body)
	}
	return failure
}

// failureForFile makes an error of a response that says that something failed where a file was promised, under a status of success: JSON that
// is short and isn't named as a file. What is read of any other is put back.
func (x *exchange) failureForFile() *Error {
	header := x.response.Header
	media, _, _ := strings.Cut(header.Get("Content-Type"), ";")
	size := x.response.ContentLength
	if size == 0 || size > defaultMaxError || !strings.HasSuffix(strings.TrimSpace(strings.ToLower(media)), "json") || header.Get("Content-Disposition") != "" || compressed(header) != "" {
		return nil
	}
	rest := x.response.Body
	from := &waiting{rest, x.stall()}
	var start []byte // its length may not have been said, and it may come slowly
	var err error
	for chunk := make([]byte, 4<<10); err == nil && len(start) <= defaultMaxError && mayBeObject(start); {
		var n int
		n, err = from.Read(chunk)
		start = append(start, chunk[:n]...)
	}
	readers := []io.Reader{bytes.NewReader(start), rest}
	switch {
	case err == io.EOF && len(start) <= defaultMaxError:
		x.body = start
		if failure := x.onlyFailure(); failure != nil {
			return failure
		}
	case err != nil:
		readers[1] = failedReader{err}
	}
	x.response.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(readers...), rest}
	return nil
}

// mayBeObject reports whether what begins so may be a JSON object.
func mayBeObject(start []byte) bool {
	kind := jsonscan.Kind(wiretext.WithoutMark(start))
	return kind == jsonscan.Nothing || kind == jsonscan.Object
}

// waiting is a body each read of which is a wait of its own for the vendor.
type waiting struct {
	io.Reader
	guard *stall
}

func (w *waiting) Read(p []byte) (int, error) {
	if w.guard != nil {
		w.guard.wait(true)
	}
	return w.Reader.Read(p)
}

// stall returns what ends the call's context when nothing comes; nil where nothing does.
func (x *exchange) stall() *stall {
	guard, _ := x.request.Context().Value(stallKey{}).(*stall)
	return guard
}

// failedReader gives the error with which reading has ended already.
type failedReader struct{ err error }

func (r failedReader) Read([]byte) (int, error) { return 0, r.err }

// Read reads the next bytes. It fails if none come within the client's time-out. The time that the caller takes between two reads
// isn't limited.
func (d *Download) Read(p []byte) (int, error) {
	d.wait(true)
	n, err := d.body.Read(p)
	d.wait(false)
	switch {
	case err == io.EOF:
		d.end(nil)
	case err != nil:
		failure := d.broken(err)
		d.end(failure)
		err = failure
	}
	return n, err
}

// end lets the observer see, once, that the download is over.
func (d *Download) end(failure *Error) {
	if !d.ended.Swap(true) {
		d.over(failure)
	}
}

// Close ends the download.
func (d *Download) Close() error {
	d.closed.Store(true)
	d.end(nil) // before what reads it sees it end
	d.stop()
	return d.body.Close()
}

// WriteTo copies what is left into w.
func (d *Download) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, struct{ io.Reader }{d})
}

// isHTML reports whether a response says that it is a page of HTML.
func isHTML(header http.Header) bool {
	media, _, _ := strings.Cut(header.Get("Content-Type"), ";")
	return strings.EqualFold(strings.TrimSpace(media), "text/html")
}

type stallKey struct{}

// stall ends a context when the vendor is waited for and nothing comes for a while.
type stall struct {
	context.Context
	mu     sync.Mutex
	timer  *time.Timer
	limit  time.Duration
	cancel context.CancelFunc
}

func (s *stall) Value(key any) any {
	if key == (stallKey{}) {
		return s
	}
	return s.Context.Value(key)
}

func (s *stall) wait(begins bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.timer == nil:
	case begins:
		s.timer.Reset(s.limit)
	default:
		s.timer.Stop()
	}
}

// stallGuard returns a context that ends when a wait, of which the first has begun, takes longer than limit; zero is no limit.
func stallGuard(parent context.Context, limit time.Duration) (context.Context, func()) {
	ctx, cancel := context.WithCancel(parent)
	guard := &stall{Context: ctx, limit: limit, cancel: cancel}
	if limit > 0 {
		guard.timer = time.AfterFunc(limit, cancel)
	}
	return guard, func() {
		guard.mu.Lock()
		defer guard.mu.Unlock()
		if guard.timer != nil {
			guard.timer.Stop()
			guard.timer = nil
		}
		cancel()
	}
}
