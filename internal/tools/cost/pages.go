//go:build unix

package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"
)

const pkgsiteVersion = "v0.6.0"

// printPages prints how large the pages of documentation are, as pkgsite renders them: that of the vendor's own package, and the
// largest of those below it.
func printPages(ctx context.Context, out *tabwriter.Writer, work, vendor string, trees []tree) error {
	if _, err := runWith(ctx, []string{"GOBIN=" + work}, work, "go", "install", "golang.org/x/pkgsite/cmd/pkgsite@"+pkgsiteVersion); err != nil {
		return err
	}
	var own, below []float64
	for _, t := range trees {
		sizes, err := pageSizes(ctx, filepath.Join(work, "pkgsite"), t.module, vendor)
		if err != nil {
			return err
		}
		own, below = append(own, sizes[0]), append(below, slices.Max(append(sizes[1:], 0)))
	}
	printRow(out, "page of the package, MB", own)
	printRow(out, "largest page below it, MB", below)
	return nil
}

// pageSizes has pkgsite serve a module, and fetches the pages of the vendor's packages; the first is that of its own.
func pageSizes(ctx context.Context, pkgsite, module, vendor string) (megabytes []float64, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := listener.Addr().String()
	listener.Close()
	ctx, stop := context.WithCancel(ctx)
	server := exec.CommandContext(ctx, pkgsite, "-http", address, ".")
	server.Dir = module
	if err := server.Start(); err != nil {
		stop()
		return nil, err
	}
	defer server.Wait()
	defer stop()
	folders, err := filepath.Glob(filepath.Join(module, "gen", vendor, "*", "client.gen.go"))
	if err != nil {
		return nil, err
	}
	for _, file := range append([]string{filepath.Join(module, "gen", vendor, "client.gen.go")}, folders...) {
		at, err := filepath.Rel(module, filepath.Dir(file))
		if err != nil {
			return nil, err
		}
		size, err := pageSize(ctx, "http://"+address+"/github.com/seed-8da6be54/vendorkit/"+filepath.ToSlash(at))
		if err != nil {
			return nil, err
		}
		megabytes = append(megabytes, float64(size)/1e6)
	}
	return megabytes, nil
}

// pageSize fetches a page, waiting for its server to begin.
func pageSize(ctx context.Context, url string) (int64, error) {
	ctx, stop := context.WithTimeout(ctx, 2*time.Minute)
	defer stop()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return 0, err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil && ctx.Err() == nil {
			time.Sleep(200 * time.Millisecond)
			continue
		}
		if err != nil {
			return 0, err
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return 0, fmt.Errorf("%s: %s", url, response.Status)
		}
		return io.Copy(io.Discard, response.Body)
	}
}
