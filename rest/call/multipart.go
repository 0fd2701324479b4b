package call

import (
	"cmp"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// Multipart sets a multipart/form-data body from a struct by its json and form tags: File fields become file parts, everything
// else a text part as EncodeForm has it, of the content type application/json where that is JSON. The body is streamed; it is
// sent again only when every file can be read again (see Stream).
func (c *Call) Multipart(v any) {
	fields := reflect.Indirect(reflect.ValueOf(v))
	if fields.Kind() != reflect.Struct {
		c.fail("a multipart body is made from a struct, not from %T", v)
		return
	}
	var files []namedFile
	form := formWriter{values: url.Values{}}
	err := form.fields(fields, "", "", func(name string, v reflect.Value, ways formWays) bool {
		for v.Kind() == reflect.Pointer && !v.IsNil() {
			v = v.Elem()
		}
		switch p := v.Interface().(type) {
		case value.File:
			files = append(files, namedFile{name, withType(p, ways.file)})
		case []value.File:
			for _, f := range p {
				files = append(files, namedFile{name, withType(f, ways.file)})
			}
		default:
			return false
		}
		return true
	})
	if err != nil {
		c.fail("the body can't be written as a form: %w", err)
		return
	}
	for _, f := range files {
		if f.file.Content == nil {
			c.fail("file %s has no content", f.field)
			return
		}
		if err := f.check(); err != nil {
			c.fail("file %s: %w", f.field, err)
			return
		}
	}
	c.body = multipartBody(form, files)
}

// multipartBody makes the body of strings and files. It can be sent again when every file can be read again.
func multipartBody(form formWriter, files []namedFile) *body {
	boundary := multipart.NewWriter(io.Discard)
	sources := make([]*stream, len(files))
	rewindable := true
	for i, f := range files {
		sources[i] = newStream(f.file.Content)
		rewindable = rewindable && sources[i].rewind != nil
	}
	begin := func() *lazyPipe {
		pipe, writer := io.Pipe()
		parts := multipart.NewWriter(writer)
		parts.SetBoundary(boundary.Boundary())
		now := slices.Clone(files)
		for i := range now {
			now[i].file.Content = sources[i].source
		}
		return &lazyPipe{PipeReader: pipe, write: func() { writer.CloseWithError(writeParts(parts, form, now)) }, done: make(chan struct{})}
	}
	current := begin()
	s := &stream{source: current, fresh: true}
	if rewindable {
		s.rewind = func() (io.Reader, error) {
			if !current.end() {
				return nil, errStreamBusy
			}
			for _, source := range sources {
				again, err := source.rewind()
				if err != nil {
					return nil, err
				}
				source.source = again
			}
			current = begin()
			return current, nil
		}
	}
	return &body{contentType: boundary.FormDataContentType(), stream: s, size: -1}
}

// withType is a file with the content type of its field, if it has none of its own.
func withType(f value.File, ofField string) value.File {
	f.ContentType = cmp.Or(f.ContentType, ofField)
	return f
}

type namedFile struct {
	field string
	file  value.File
}

// check refuses what can't stand in the head of a part: such strings often come from whoever uploaded the file, and would write
// headers or content of their own.
func (f namedFile) check() error {
	for _, text := range [...]struct{ what, value string }{{"field name", f.field}, {"name", f.file.Name}, {"content type", f.file.ContentType}} {
		if !utf8.ValidString(text.value) {
			return fmt.Errorf("its %s isn't UTF-8", text.what)
		}
		if strings.ContainsFunc(text.value, unicode.IsControl) {
			return fmt.Errorf("its %s holds a control character, such as a line break", text.what)
		}
	}
	if f.file.ContentType == "" {
		return nil
	}
	if media, _, err := mime.ParseMediaType(f.file.ContentType); err != nil || !strings.Contains(media, "/") {
		return fmt.Errorf("its content type is no media type such as text/plain")
	}
	return nil
}

// lazyPipe starts its writer at the first read, so that a call which fails before it is sent leaves no goroutine behind.
type lazyPipe struct {
	*io.PipeReader
	write   func()
	started bool
	done    chan struct{} // closed when write is over
}

func (p *lazyPipe) Read(b []byte) (int, error) {
	if !p.started {
		p.started = true
		go func() {
			defer close(p.done)
			p.write()
		}()
	}
	return p.PipeReader.Read(b)
}

// end stops the writer, and reports whether it has stopped. One that reads a file at that moment is given a second.
func (p *lazyPipe) end() bool {
	p.PipeReader.Close()
	if !p.started {
		return true
	}
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	select {
	case <-p.done:
		return true
	case <-timer.C:
		return false
	}
}

func writeParts(to *multipart.Writer, form formWriter, files []namedFile) error {
	for _, name := range sortedKeys(form.values) {
		for _, text := range form.values[name] {
			if !form.json[name] {
				if err := to.WriteField(name, text); err != nil {
					return err
				}
				continue
			}
			part, err := to.CreatePart(textproto.MIMEHeader{"Content-Disposition": {"form-data; name=" + quoted(name)}, "Content-Type": {"application/json"}})
			if err != nil {
				return err
			}
			if _, err := io.WriteString(part, text); err != nil {
				return err
			}
		}
	}
	for _, f := range files {
		contentType := f.file.ContentType
		if contentType == "" {
			contentType = "application/octet-stream"
		}
		part, err := to.CreatePart(textproto.MIMEHeader{
			"Content-Disposition": {fmt.Sprintf("form-data; name=%s; filename=%s", quoted(f.field), quoted(f.file.Name))},
			"Content-Type":        {contentType},
		})
		if err != nil {
			return err
		}
		if _, err := io.Copy(part, f.file.Content); err != nil {
			return err
		}
	}
	return to.Close()
}

// quoted writes a header parameter's value; line breaks would end the header.
func quoted(s string) string {
	s = strings.NewReplacer("\\", "\\\\", `"`, `\"`, "\r", "", "\n", "").Replace(s)
	return `"` + s + `"`
}
