//go:build unix

// Command cost reports what a vendor's packages cost whoever builds with them, beside stock oapi-codegen's output for the same document
// in the same run: time and memory to generate and to compile, lines, and the stripped size of a program that makes one
// call. Of that program it also says what compiling what it imports takes, alone of the vendor's packages, how large it is stripped, what
// gopls takes to look at it, and how large the packages' pages of documentation are. The sides take turns, and each figure is the median of the runs;
// machines differ, so the ratio is what counts.
//
//	go run ./internal/tools/cost [-runs 3] [-against COMMIT] [-editor] [-pages] [VENDOR ...]
//	go run ./internal/tools/cost [-runs 3] -growth
//	go run ./internal/tools/cost [-runs 3] [-against COMMIT] -conformance
//
// With -growth it makes documents of 1,500, 3,000 and 6,000 operations, and reports what each step of the pipeline takes for them.
//
// With -conformance it reports what the tests of internal/conformance take under the race detector (some minutes).
//
// With -against the packages of a commit stand beside these in the second part, and its tests beside these. It must run in the module's folder. What it makes is
// in a temporary folder and goes with it. Stock output needs oapi-codegen's runtime, which is fetched into the module cache, as are
// gopls for -editor and pkgsite for -pages.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

func main() {
	if len(os.Args) > 2 && os.Args[1] == measured {
		os.Exit(measureCommand(os.Args[2], os.Args[3:]))
	}
	runs := flag.Int("runs", 3, "how often each build is measured")
	growth := flag.Bool("growth", false, "report how the pipeline's steps grow with a document instead")
	tests := flag.Bool("conformance", false, "report what the conformance tests take under the race detector instead")
	var more beside
	flag.StringVar(&more.commit, "against", "", "a commit whose packages are measured beside these")
	flag.BoolVar(&more.editor, "editor", false, "measure gopls' first look at the program (some minutes)")
	flag.BoolVar(&more.pages, "pages", false, "measure the packages' pages of documentation, as pkgsite renders them")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if *growth || *tests {
		report := func(ctx context.Context, runs int) error { return conformance(ctx, more.commit, runs) }
		if *growth {
			report = grow
		}
		if err := report(ctx, max(*runs, 1)); err != nil {
			fmt.Fprintln(os.Stderr, "cost:", err)
			os.Exit(1)
		}
		return
	}
	vendors := flag.Args()
	if len(vendors) == 0 {
		found, err := source.RequireVendors(os.DirFS("specs"))
		if err != nil || len(found) == 0 {
			fmt.Fprintln(os.Stderr, "cost: no documents under specs; run it in the module's folder")
			os.Exit(1)
		}
		// One that nobody has written a program for yet is measured when it is asked for, and says so.
		vendors = slices.DeleteFunc(found, func(name string) bool { _, ok := calls[name]; return !ok })
	}
	for _, vendor := range vendors {
		err := measure(ctx, vendor, max(*runs, 1))
		if err == nil {
			err = more.measure(ctx, vendor, max(*runs, 1))
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "cost: %s: %v\n", vendor, err)
			os.Exit(1)
		}
	}
}

// figures are what one of the two sides costs.
type figures struct {
	operations int
	generate   []spent
	compile    []spent
	lines      int
	program    int64 // stripped, over the baseline
}

// spent is what one command took.
type spent struct {
	user   time.Duration
	memory int64 // of the largest process, bytes
}

func measure(ctx context.Context, vendor string, runs int) error {
	call, ok := calls[vendor]
	if !ok {
		return fmt.Errorf("no program is known that makes one call; add it to programs.go")
	}
	root, work, done, err := workspace()
	if err != nil {
		return err
	}
	defer done()
	s := side{root: root, work: work, vendor: vendor}
	doc, err := source.Load(os.DirFS("specs"), vendor)
	if err != nil {
		return err
	}
	if err := s.prepare(ctx, doc, call); err != nil {
		return err
	}
	var ours, stock figures
	ours.operations = len(doc.Operations())
	for range runs {
		for _, step := range []struct {
			into *[]spent
			do   func(context.Context) (spent, error)
		}{{&ours.generate, s.generateOurs}, {&stock.generate, s.generateStock}} {
			took, err := step.do(ctx)
			if err != nil {
				return err
			}
			*step.into = append(*step.into, took)
		}
	}
	if err := s.tidy(ctx); err != nil {
		return err
	}
	for run := range runs {
		for _, step := range []struct {
			into   *[]spent
			folder string
		}{{&ours.compile, "ours"}, {&stock.compile, "stock"}} {
			took, err := s.compile(ctx, step.folder, run)
			if err != nil {
				return err
			}
			*step.into = append(*step.into, took)
		}
	}
	baseline, err := s.programSize(ctx, "plain")
	if err != nil {
		return err
	}
	for _, step := range []struct {
		into   *figures
		folder string
	}{{&ours, "ours"}, {&stock, "stock"}} {
		size, err := s.programSize(ctx, "call"+step.folder)
		if err != nil {
			return err
		}
		step.into.program = size - baseline
		if step.into.lines, err = lines(filepath.Join(work, step.folder)); err != nil {
			return err
		}
	}
	print(vendor, ours, stock, baseline)
	return nil
}

func print(vendor string, ours, stock figures, baseline int64) {
	out := tabwriter.NewWriter(os.Stdout, 2, 8, 2, ' ', 0)
	fmt.Fprintf(out, "%s, %d operations\tours\tstock oapi-codegen\tratio\n", vendor, ours.operations)
	row := func(name, format string, a, b float64) {
		fmt.Fprintf(out, "%s\t"+format+"\t"+format+"\t%.2f\n", name, a, b, a/b)
	}
	row("generate, user CPU s", "%.2f", median(ours.generate).user.Seconds(), median(stock.generate).user.Seconds())
	row("generate, peak MiB", "%.0f", mebibytes(median(ours.generate).memory), mebibytes(median(stock.generate).memory))
	row("generated lines", "%.0f", float64(ours.lines), float64(stock.lines))
	row("compile all packages, user CPU s", "%.2f", median(ours.compile).user.Seconds(), median(stock.compile).user.Seconds())
	per := 100 / float64(ours.operations)
	row("compile, s per 100 operations", "%.2f", median(ours.compile).user.Seconds()*per, median(stock.compile).user.Seconds()*per)
	row("compile, peak MiB", "%.0f", mebibytes(median(ours.compile).memory), mebibytes(median(stock.compile).memory))
	row(fmt.Sprintf("one-call program over plain (%d B), bytes", baseline), "%.0f", float64(ours.program), float64(stock.program))
	out.Flush()
	fmt.Println()
}

func median(of []spent) spent {
	sorted := slices.SortedFunc(slices.Values(of), func(a, b spent) int { return int(a.user - b.user) })
	return sorted[len(sorted)/2]
}

func mebibytes(n int64) float64 { return float64(n) / (1 << 20) }

func lines(folder string) (int, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.gen.go"))
	below, _ := filepath.Glob(filepath.Join(folder, "*", "*.gen.go"))
	files = append(files, below...)
	total := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		total += bytes.Count(data, []byte("\n"))
	}
	return total, err
}
