package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestTheMCPServerIsFoundBesideThisProgramFirst(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	name := mcpProgram
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	self := func() (string, error) { return filepath.Join(folder, "vendorkit"), nil }
	look := func(string) (string, error) { return "/of/path/" + name, nil }
	none := func(string) (string, error) { return "", exec.ErrNotFound }
	if got, err := findMCP(self, look); err != nil || got != "/of/path/"+name {
		t.Errorf("in a folder of PATH: %s, %v", got, err)
	}
	if _, err := findMCP(self, none); err == nil || !strings.Contains(err.Error(), "go -C cmd/vendorkit-mcp install .") {
		t.Errorf("nowhere: %v", err)
	}
	if _, err := findMCP(func() (string, error) { return "", errors.New("unknown") }, func(string) (string, error) { return "", fs.ErrPermission }); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("one that can't be run: %v", err)
	}
	beside := filepath.Join(folder, name)
	if err := os.WriteFile(beside, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	if got, err := findMCP(self, look); err != nil || got != beside {
		t.Errorf("beside: %s, %v", got, err)
	}
}

// TestAProgramIsHandedWhatFollowsAndEndsThisOne runs the go command in the place of the server's.
func TestAProgramIsHandedWhatFollowsAndEndsThisOne(t *testing.T) {
	t.Parallel()
	cmd := mcpCommand(machine{})
	var out, said bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&said)
	cmd.SetContext(t.Context())
	if err := handOver(cmd, "go", machine{in: strings.NewReader("")}, []string{"version"}); err != nil || !strings.HasPrefix(out.String(), "go version") {
		t.Errorf("%v, %s", err, out.String())
	}
	err := handOver(cmd, "go", machine{in: strings.NewReader("")}, []string{"nonsense"})
	if got, ok := errors.AsType[saidError](err); !ok || got.code != 2 || !strings.Contains(said.String(), "nonsense") {
		t.Errorf("%v, %s", err, said.String())
	}
}
