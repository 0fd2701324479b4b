package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/textproto"
	"reflect"
	"strings"
)

// File is a part of a multipart body, read as it is sent.
type File struct {
	// Name is the file's name as the vendor will keep it.
	Name string
	// ContentType is the media type; application/octet-stream when empty.
	ContentType string
	// Content is read once, to its end.
	Content io.Reader
}

// MarshalJSON refuses: a file travels in a multipart body only.
func (File) MarshalJSON() ([]byte, error) { return nil, errors.New("a file can't be sent as JSON") }

// Multipart sets a multipart/form-data body from a struct by its json tags: File fields become file parts, everything
// else a text field as in a form. The body is streamed, and sent once.
func (c *Call) Multipart(v any) {
	value := reflect.Indirect(reflect.ValueOf(v))
	if value.Kind() != reflect.Struct {
		c.fail("a multipart body is made from a struct, not from %T", v)
		return
	}
	var files []namedFile
	texts := map[string]string{}
	for i := range value.NumField() {
		field := value.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" || !field.IsExported() {
			continue
		}
		part := value.Field(i)
		for part.Kind() == reflect.Pointer && !part.IsNil() {
			part = part.Elem()
		}
		switch p := part.Interface().(type) {
		case File:
			if p.Content == nil {
				c.fail("file %s has no content", name)
				return
			}
			files = append(files, namedFile{name, p})
		case []File:
			for _, f := range p {
				if f.Content == nil {
					c.fail("file %s has no content", name)
					return
				}
				files = append(files, namedFile{name, f})
			}
		default:
			if part.Kind() == reflect.Pointer || part.Kind() == reflect.Slice && part.IsNil() {
				continue
			}
			text, err := formText(part)
			if err != nil {
				c.fail("field %s: %w", name, err)
				return
			}
			texts[name] = text
		}
	}
	pipe, writer := io.Pipe()
	form := multipart.NewWriter(writer)
	c.body = body{contentType: form.FormDataContentType(), stream: &lazyPipe{
		PipeReader: pipe,
		write:      func() { writer.CloseWithError(writeParts(form, texts, files)) },
	}, size: -1, has: true}
}

type namedFile struct {
	field string
	file  File
}

// lazyPipe starts its writer at the first read, so that a call which fails before it is sent leaves no goroutine behind.
type lazyPipe struct {
	*io.PipeReader
	write   func()
	started bool
}

func (p *lazyPipe) Read(b []byte) (int, error) {
	if !p.started {
		p.started = true
		go p.write()
	}
	return p.PipeReader.Read(b)
}

func writeParts(form *multipart.Writer, texts map[string]string, files []namedFile) error {
	for _, name := range sortedKeys(texts) {
		if err := form.WriteField(name, texts[name]); err != nil {
			return err
		}
	}
	for _, f := range files {
		contentType := f.file.ContentType
		if contentType == "" {
			contentType = "application/octet-stream"
		}
		part, err := form.CreatePart(textproto.MIMEHeader{
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
	return form.Close()
}

// quoted writes a header parameter's value; line breaks would end the header.
func quoted(s string) string {
	s = strings.NewReplacer("\\", "\\\\", `"`, `\"`, "\r", "", "\n", "").Replace(s)
	return `"` + s + `"`
}

var _ json.Marshaler = File{}
