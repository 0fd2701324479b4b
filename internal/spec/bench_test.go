package spec

import (
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// BenchmarkOpen is what reading the largest document takes from its packed form: all of it, what a simulator begins with, and beside both
// the check that it is of these sources.
func BenchmarkOpen(b *testing.B) {
	from, size, err := readerAt(specs.Files(), "halo/"+PackedName)
	if err != nil {
		b.Fatal(err)
	}
	for name, all := range map[string]bool{"whole": true, "lazily": false} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := unpack(from, size, all); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("sum", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := source.SumOf(specs.Files(), "halo"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
