package vendortest

import "testing"

// A benchmark of what a test asks for without thinking of its cost: all records of a big collection at its usual size.
func BenchmarkRecordsAll(b *testing.B) {
	for _, big := range []struct{ vendor, collection string }{
		{"halo", "Tickets"}, {"halo", "Users"}, {"holaspirit", "members"}, {"humanity", "shifts"}, {"spiro", "companies"},
	} {
		b.Run(big.vendor+"/"+big.collection, func(b *testing.B) {
			s, err := Start(big.vendor)
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			for b.Loop() {
				n := 0
				for range s.Records(big.collection).All() {
					n++
				}
				if n != s.Records(big.collection).Len() {
					b.Fatalf("%d records", n)
				}
			}
		})
	}
}
