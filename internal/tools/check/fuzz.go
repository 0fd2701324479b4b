package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

var fuzzTarget = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(f \*testing\.F\)`)

// fuzzAll runs every fuzz target of the module, one after the other, each for the given time.
func fuzzAll(ctx context.Context, each time.Duration) error {
	n := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, match := range fuzzTarget.FindAllStringSubmatch(string(data), -1) {
			dir := "./" + filepath.ToSlash(filepath.Dir(path))
			fmt.Printf("fuzz: %s %s for %v\n", dir, match[1], each)
			if err := goTool(ctx, "test", "-run", "^$", "-fuzz", "^"+match[1]+"$", "-fuzztime", each.String(), dir); err != nil {
				return fmt.Errorf("%s in %s: %w", match[1], dir, err)
			}
			n++
		}
		return nil
	})
	if err == nil {
		fmt.Printf("fuzz: %d targets ran without a finding\n", n)
	}
	return err
}
