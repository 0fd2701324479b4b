//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
)

// conformance reports what the tests of internal/conformance take under the race detector, in this tree and, when one is given, at a
// commit. Building them isn't counted.
func conformance(ctx context.Context, commit string, runs int) error {
	root, work, done, err := workspace()
	if err != nil {
		return err
	}
	defer done()
	trees := treesOf(commit)
	for i := range trees {
		side := filepath.Join(work, fmt.Sprint(i))
		trees[i].module = filepath.Join(side, "module")
		if err := os.MkdirAll(trees[i].module, 0o755); err != nil {
			return err
		}
		if err := trees[i].copy(ctx, root, side); err != nil {
			return err
		}
		if _, err := run(ctx, trees[i].module, "go", "test", "-race", "-c", "-o", filepath.Join(side, "conformance.test"), "./internal/conformance"); err != nil {
			return err
		}
	}
	tests := costs{"conformance under -race", make([][]spent, len(trees))}
	for range runs {
		for i, t := range trees {
			took, err := run(ctx, filepath.Join(t.module, "internal", "conformance"), filepath.Join(filepath.Dir(t.module), "conformance.test"), "-test.timeout", "1h")
			if err != nil {
				return err
			}
			tests.of[i] = append(tests.of[i], took)
		}
	}
	out := tabwriter.NewWriter(os.Stdout, 2, 8, 2, ' ', 0)
	fmt.Fprint(out, "tests")
	for _, t := range trees {
		fmt.Fprintf(out, "\t%s", t.name)
	}
	fmt.Fprintf(out, "\tratio\n")
	tests.print(out)
	return out.Flush()
}
