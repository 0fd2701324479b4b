package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// No command ends well whose output went nowhere, and none goes on serving at an address that nobody was told.
func TestOutputThatIsLost(t *testing.T) {
	t.Parallel()
	full := writerFunc(func([]byte) (int, error) { return 0, errors.New("no space left on device") })
	for _, args := range []string{"--help", "call --help", "--version", "demo spiro", "docs spiro", "fake spiro", "fake spiro --json", "operations spiro", "describe spiro listContacts", "spec spiro", "completion bash"} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			var errs bytes.Buffer
			if code := run(t.Context(), strings.Fields(args), full, &errs); code != 1 || !strings.Contains(errs.String(), "vendorkit: no space left on device\n") {
				t.Errorf("exit %d, %q", code, errs.String())
			}
		})
	}
}
