package value

import (
	"encoding/json"
	"errors"
	"io"
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

var _ json.Marshaler = File{}
