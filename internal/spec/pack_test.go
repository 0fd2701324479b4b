package spec

import (
	"bytes"
	"fmt"
	"io/fs"
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// TestPackedDocuments: what is loaded from a packed document is what its sources say, of every vendor.
func TestPackedDocuments(t *testing.T) {
	t.Parallel()
	vendors, err := Vendors(specs.Files())
	if err != nil {
		t.Fatal(err)
	}
	for _, vendor := range vendors {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			packed, err := openPacked(specs.Files(), vendor, true)
			if err != nil {
				t.Fatal(err)
			}
			if packed == nil {
				t.Fatal("the packed document is of other sources; go generate makes it anew")
			}
			from, err := source.Open(specs.Files(), vendor)
			if err != nil {
				t.Fatal(err)
			}
			read, err := Read(from)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(read, packed) {
				t.Errorf("the packed document says something else (-sources +packed):\n%.4000s", cmp.Diff(read, packed, cmpopts.IgnoreUnexported(Document{}, Schema{}, Operation{})))
			}
		})
	}
}

// TestFilledSchemas: one by one, the schemas of a document that was opened lazily become those of the whole one.
func TestFilledSchemas(t *testing.T) {
	t.Parallel()
	whole, err := Open(specs.Files(), "humanity")
	if err != nil {
		t.Fatal(err)
	}
	lazy, err := OpenLazily(specs.Files(), "humanity")
	if err != nil {
		t.Fatal(err)
	}
	if lazy.lazy == nil || lazy.Component("Employee") == nil || lazy.Component("nothing") != nil {
		t.Fatalf("a document that was opened lazily: %+v", lazy)
	}
	for _, op := range lazy.Operations {
		if op.ID == "" || op.Summary != "" {
			t.Fatalf("an operation from the beginning: %+v", op)
		}
	}
	if found := fillEach(lazy); found != nil {
		t.Fatal(found)
	}
	if lazy.lazy = nil; !reflect.DeepEqual(whole, lazy) {
		t.Errorf("(-whole +filled):\n%.4000s", cmp.Diff(whole, lazy, cmpopts.IgnoreUnexported(Document{}, Schema{}, Operation{})))
	}
}

// TestEveryFieldIsPacked: a field that is added to a document's types is one of the packed form too.
func TestEveryFieldIsPacked(t *testing.T) {
	t.Parallel()
	var doc Document
	fill(reflect.ValueOf(&doc).Elem(), new(int), 6)
	got, err := unpackAll(Pack(&doc, source.Sum{}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&doc, got, cmpopts.IgnoreUnexported(Document{}, Schema{}, Operation{})); diff != "" {
		t.Errorf("(-packed +unpacked):\n%s", diff)
	}
}

// fill sets all that a value has to something.
func fill(v reflect.Value, n *int, depth int) {
	*n++
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(-*n))
	case reflect.Float64:
		v.SetFloat(float64(*n) / 4)
	case reflect.String:
		v.SetString(fmt.Sprint("string ", *n))
	case reflect.Interface:
		v.Set(reflect.ValueOf([]any{nil, true, false, int64(*n), int64(-*n), 0.5, "", "text", []any{}, map[string]any{"a": []any(nil)}}))
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			switch {
			case field.Anonymous && field.Type.Kind() == reflect.Pointer: // details, of which there are always some
				v.Field(i).Set(reflect.New(field.Type.Elem()))
				fill(v.Field(i).Elem(), n, depth)
			case field.IsExported():
				fill(v.Field(i), n, depth)
			}
		}
	case reflect.Pointer:
		if depth > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), n, depth-1)
		}
	case reflect.Slice:
		if depth > 0 {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			for i := range 2 {
				fill(v.Index(i), n, depth-2)
			}
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		if depth > 0 {
			for _, key := range []string{"", "key"} {
				value := reflect.New(v.Type().Elem()).Elem()
				fill(value, n, depth-2)
				v.SetMapIndex(reflect.ValueOf(key), value)
			}
		}
	}
}

// TestPackedDocumentOfOtherSources: it counts for nothing, whichever file of them has changed, is new or is gone.
func TestPackedDocumentOfOtherSources(t *testing.T) {
	t.Parallel()
	files := copyOf(t, "spiro")
	if doc, err := openPacked(files, "spiro", true); doc == nil || err != nil {
		t.Fatalf("of the same sources: %v, %v", doc, err)
	}
	for name, file := range files {
		if name == "spiro/"+PackedName || name == "spiro/ledger.yaml" {
			continue
		}
		changed := copyOf(t, "spiro")
		changed[name] = &fstest.MapFile{Data: append(bytes.Clone(file.Data), "\n# more\n"...)}
		if doc, err := openPacked(changed, "spiro", true); doc != nil || err != nil {
			t.Errorf("with another %s it was taken: %v", name, err)
		}
		if doc, err := Open(changed, "spiro"); err != nil || doc.Operation("listCompanies") == nil && len(doc.Operations) == 0 {
			t.Errorf("with another %s its sources weren't read: %v", name, err)
		}
	}
	more := copyOf(t, "spiro")
	more["spiro/resources/new.yaml"] = &fstest.MapFile{Data: []byte("paths: {}\n")}
	if doc, _ := openPacked(more, "spiro", true); doc != nil {
		t.Error("with another file it was taken")
	}
	older := copyOf(t, "spiro")
	older["spiro/"+PackedName].Data = []byte("vendorkit document, packed, form 0\n")
	if doc, err := openPacked(older, "spiro", true); doc != nil || err != nil {
		t.Errorf("one of another form was taken: %v", err)
	}
}

func unpackAll(data []byte) (*Document, error) {
	return unpack(bytes.NewReader(data), int64(len(data)), true)
}

func copyOf(t *testing.T, vendor string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(specs.Files(), vendor, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(specs.Files(), name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// fillEach fills what is empty of a document, and returns the panic of one that turns out to be damaged.
func fillEach(d *Document) (found any) {
	defer func() { found = recover() }()
	for _, op := range d.Operations {
		d.FillOperation(op)
	}
	d.Component("")
	for place := range d.lazy.headed {
		d.Fill(d.lazy.schemaAt(place))
	}
	d.lazy.mustBeWhole()
	return nil
}

// FuzzDamagedPackedDocument: one that was cut or changed is an error, or another document; it is never more than its bytes can hold.
func FuzzDamagedPackedDocument(f *testing.F) {
	whole, err := fs.ReadFile(specs.Files(), "spiro/"+PackedName)
	if err != nil {
		f.Fatal(err)
	}
	start := len(packedForm) + len(source.Sum{})
	f.Add(len(whole), 0, byte(0))
	f.Add(len(whole)/2, 0, byte(0))
	f.Add(len(whole), start, byte(0x7f))
	f.Add(start, start, byte(0))
	f.Fuzz(func(t *testing.T, size, at int, value byte) {
		data := bytes.Clone(whole[:min(max(size, start), len(whole))])
		if at >= start && at < len(data) {
			data[at] = value
		}
		doc, err := unpackAll(data)
		if (doc == nil) != (err != nil) {
			t.Errorf("%v, %v", doc, err)
		}
		lazy, lazyErr := unpack(bytes.NewReader(data), int64(len(data)), false)
		if lazyErr == nil && len(data) < len(whole) {
			t.Errorf("half a document was taken for one to be read by and by: %v", lazy)
		}
		if lazyErr == nil {
			if found := fillEach(lazy); (found == nil) != (err == nil) {
				t.Errorf("filled by and by: %v, read at once: %v", found, err)
			}
		}
		if err == nil && len(data) < len(whole) {
			t.Error("half a document was taken for a whole one")
		}
	})
}
