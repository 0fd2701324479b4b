package source

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Sum tells the sources of a document from any others that come about by an edit: two checksums of which the processor computes each
// as fast as it reads, since a simulator does it whenever it starts.
type Sum [2 * crc32.Size]byte

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// SumOf returns the sum of a vendor's sources: the names of the files that make up the document, and what is in them.
func SumOf(fsys fs.FS, vendor string) (sum Sum, err error) {
	resources, err := resourceFiles(fsys, vendor)
	if err != nil {
		return sum, err
	}
	var one, other uint32
	add := func(data []byte) {
		one, other = crc32.Update(one, crc32.IEEETable, data), crc32.Update(other, castagnoli, data)
	}
	buffer := make([]byte, 8<<10)
	for _, name := range append([]string{path.Join(vendor, "openapi.yaml")}, resources...) {
		n, err := eachPart(fsys, name, buffer, add)
		if err != nil {
			return sum, err
		}
		add(fmt.Appendf(buffer[:0], "\n%d %s\n", n, name))
	}
	binary.LittleEndian.PutUint32(sum[:], one)
	binary.LittleEndian.PutUint32(sum[crc32.Size:], other)
	return sum, nil
}

// eachPart hands out a file part by part, in the buffer, and returns how long it is.
func eachPart(fsys fs.FS, name string, buffer []byte, each func([]byte)) (size int, err error) {
	file, err := fsys.Open(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	for {
		n, err := file.Read(buffer)
		each(buffer[:n])
		size += n
		if err == io.EOF {
			return size, nil
		}
		if err != nil {
			return size, err
		}
	}
}

// resourceFiles lists the files that stand beside a vendor's openapi.yaml, sorted.
func resourceFiles(fsys fs.FS, vendor string) ([]string, error) {
	folder := path.Join(vendor, "resources")
	if globs, ok := fsys.(fs.GlobFS); ok { // it may have files that no folder lists
		files, err := globs.Glob(folder + "/*.yaml")
		slices.Sort(files)
		return files, err
	}
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	files := make([]string, 0, len(entries))
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".yaml") {
			files = append(files, folder+"/"+entry.Name())
		}
	}
	return files, nil
}

// unreadFiles refuses what stands among a vendor's resources and is read by nobody: its operations would be gone from the client
// without a word. Hidden files, and the copies that editors keep, are none of the document.
func unreadFiles(fsys fs.FS, vendor string) error {
	folder := path.Join(vendor, "resources")
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return nil // a document may have no such folder, or one that can't be listed
	}
	var faults []error
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case strings.HasPrefix(name, "."), strings.HasSuffix(name, "~"):
		case entry.IsDir():
			faults = append(faults, fmt.Errorf("%s/%s: is a folder: the files of a document stand in %s itself", folder, name, folder))
		case !strings.HasSuffix(name, ".yaml"):
			faults = append(faults, fmt.Errorf("%s/%s: isn't read: the files of a document are called *.yaml", folder, name))
		}
	}
	return errors.Join(faults...)
}
