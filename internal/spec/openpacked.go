package spec

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// openPacked reads the packed document of a vendor; nil where there is none, or one of other sources.
func openPacked(files fs.FS, vendor string, all bool) (*Document, error) {
	name := path.Join(vendor, PackedName)
	from, size, err := readerAt(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var head [len(packedForm) + len(source.Sum{})]byte
	if n, err := from.ReadAt(head[:], 0); n < len(head) || string(head[:len(packedForm)]) != packedForm {
		if err == io.EOF {
			err = nil
		}
		return nil, err
	}
	same := make(chan bool, 1)
	go func() {
		now, err := source.SumOf(files, vendor) // what is wrong with the sources, reading them will tell
		same <- err == nil && now == source.Sum(head[len(packedForm):])
	}()
	doc, err := unpack(from, size, all)
	if !<-same {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return doc, nil
}

// readerAt opens a file to be read here and there: one that is embedded as it is, without a copy of what nobody asks for.
func readerAt(files fs.FS, name string) (io.ReaderAt, int64, error) {
	file, err := files.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	if at, ok := file.(io.ReaderAt); ok {
		if _, onDisk := file.(*os.File); !onDisk {
			if info, err := file.Stat(); err == nil {
				return at, info.Size(), nil
			}
		}
	}
	data, err := io.ReadAll(file)
	return bytes.NewReader(data), int64(len(data)), err
}
