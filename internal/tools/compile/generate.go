package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

// generate runs oapi-codegen once for each pair of a configuration and a document, RUN.yaml and RUN.json, side by side.
func generate(ctx context.Context, generator string, runs []string) error {
	if generator == "" {
		// Its path once: `go tool` itself takes longer than oapi-codegen does for a small package.
		out, err := output(ctx, "go", "tool", "-n", "oapi-codegen")
		if err != nil {
			return err
		}
		generator = strings.TrimSpace(out)
	}
	faults := make([]error, len(runs))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(runs)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(runs); i = int(next.Add(1)) - 1 {
				_, faults[i] = output(ctx, generator, "-config", runs[i]+".yaml", runs[i]+".json")
			}
		})
	}
	workers.Wait()
	return errors.Join(faults...)
}

func output(ctx context.Context, name string, args ...string) (string, error) {
	var said strings.Builder
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, said.String())
	}
	return string(out), nil
}
