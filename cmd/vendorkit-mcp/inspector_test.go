package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
)

// inspector is the public client that people try servers with.
const inspector = "@modelcontextprotocol/inspector@2.12.0"

// TestInspector calls the built server by the inspector's command line, for every vendor. It is asked for, since it takes npm's packages from
// a registry.
func TestInspector(t *testing.T) {
	if os.Getenv("VENDORKIT_INSPECTOR") == "" {
		t.Skip("VENDORKIT_INSPECTOR=yes runs it (make test-inspector)")
	}
	npx, err := exec.LookPath("npx")
	if err != nil {
		t.Fatal("this needs Node and npx: ", err)
	}
	program := filepath.Join(t.TempDir(), "vendorkit-mcp")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, vendor := range catalog.Vendors() {
		simulator := simulators[vendor](t)
		folder := storeFor(t, vendor, simulator)
		inspect := func(args ...string) string {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			run := exec.CommandContext(ctx, npx, append([]string{"--yes", inspector, "--cli", program, vendor, "--store", folder}, args...)...)
			var said strings.Builder
			run.Stderr = &said
			out, err := run.Output()
			if err != nil {
				t.Fatalf("%s %v: %v\n%s\n%s", vendor, args, err, out, said.String())
			}
			return string(out)
		}
		var list struct{ Tools []struct{ Name string } }
		if out := inspect("--method", "tools/list"); json.Unmarshal([]byte(out), &list) != nil || len(list.Tools) != 3 {
			t.Errorf("%s: tools/list gave\n%s", vendor, out)
		}
		read := map[string]string{"halo": "listAgents", "holaspirit": "getMe", "humanity": "listEmployees", "spiro": "listCompanies"}[vendor]
		for _, call := range [][]string{
			{"--tool-name", "find", "--tool-arg", "words=list"},
			{"--tool-name", "describe", "--tool-arg", "operation=" + read},
			{"--tool-name", "call", "--tool-arg", "operation=" + read},
		} {
			var result struct {
				IsError bool
				Content []struct{ Type, Text string }
			}
			out := inspect(append([]string{"--method", "tools/call"}, call...)...)
			if err := json.Unmarshal([]byte(out), &result); err != nil || result.IsError || len(result.Content) != 1 || result.Content[0].Text == "" {
				t.Errorf("%s %v gave %v\n%.500s", vendor, call, err, out)
			}
		}
	}
}
