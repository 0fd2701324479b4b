package vendortest

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"testing"
	"time"
)

// BenchmarkStart is what a test waits for until a simulator is ready: the first one of its vendor in a process, which reads the
// document (a process of its own each time; ready-ms is what Start takes in it), and any other.
func BenchmarkStart(b *testing.B) {
	for _, vendor := range Vendors() {
		b.Run(vendor+"/first", func(b *testing.B) {
			var total time.Duration
			for b.Loop() {
				child := exec.Command(os.Args[0], "-test.run=^TestStartIsTimed$", "-test.v")
				child.Env = append(os.Environ(), timedVendor+"="+vendor)
				out, err := child.CombinedOutput()
				if err != nil {
					b.Fatalf("%v\n%s", err, out)
				}
				took, err := time.ParseDuration(string(regexp.MustCompile(`ready after (\S+)`).FindSubmatch(out)[1]))
				if err != nil {
					b.Fatal(err)
				}
				total += took
			}
			b.ReportMetric(float64(total.Microseconds())/1000/float64(b.N), "ready-ms")
		})
		b.Run(vendor+"/again", func(b *testing.B) {
			for b.Loop() {
				started(b, vendor).Close()
			}
		})
	}
}

const timedVendor = "VENDORTEST_TIMED_VENDOR"

// TestStartIsTimed is what BenchmarkStart runs in other processes.
func TestStartIsTimed(t *testing.T) {
	vendor := os.Getenv(timedVendor)
	if vendor == "" {
		t.Skip("run by BenchmarkStart")
	}
	before := time.Now()
	s, err := Start(vendor)
	took := time.Since(before)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	fmt.Println("ready after", took)
}

// BenchmarkRecordsAll is what a test asks for without thinking of its cost: all records of a big collection at its usual size.
func BenchmarkRecordsAll(b *testing.B) {
	for _, big := range []struct{ vendor, collection string }{
		{"halo", "Tickets"}, {"halo", "Users"}, {"holaspirit", "members"}, {"humanity", "shifts"}, {"spiro", "companies"},
	} {
		b.Run(big.vendor+"/"+big.collection, func(b *testing.B) {
			s := started(b, big.vendor)
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

func started(b *testing.B, vendor string) *Server {
	b.Helper()
	s, err := Start(vendor)
	if err != nil {
		b.Fatal(err)
	}
	return s
}
