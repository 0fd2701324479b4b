package fifth

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestAddingAVendorTakesFourPlaces copies the module, adds a vendor by a folder in specs/, a block in generate.go, a provider
// file in auth/ and a behaviour file in vendortest/, and then generates, builds, vets and uses it, takes its snapshots and
// runs the tests that are run for every vendor. Nothing else may have changed but what is generated.
func TestAddingAVendorTakesFourPlaces(t *testing.T) {
	t.Parallel()
	if os.Getenv("VENDORKIT_NEW_VENDOR") == "" {
		t.Skip("it compiles a copy of the module: make test-newvendor")
	}
	tree := copyModule(t)
	run := func(name string, args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Dir = tree
		// So that what the new vendor doesn't change comes from the build cache, although it lies elsewhere.
		cmd.Env = append(os.Environ(), "GOFLAGS="+strings.TrimSpace(os.Getenv("GOFLAGS")+" -trimpath"))
		began := time.Now()
		out, err := cmd.CombinedOutput()
		t.Logf("%5.1f s  %s %s", time.Since(began).Seconds(), name, strings.Join(args, " "))
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	run("git", "init", "-q")
	run("git", "add", "-A")
	run("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "as it is")

	// The four places.
	if err := os.CopyFS(tree, os.DirFS("testdata/acme")); err != nil {
		t.Fatal(err)
	}
	block := take(t, filepath.Join(tree, "generate.txt"))
	insertBlock(t, filepath.Join(tree, "generate.go"), block)

	// What the new block says, and what is generated for all vendors. The others' clients are what they were: `make check`.
	run("go", "generate", "-run", "acme|-clients|-simulators", ".")
	run("go", "vet", "./gen/acme", "./auth", "./vendortest", "./specs")
	program, err := filepath.Abs("testdata/program/main.go")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := run("go", "run", program), "57 parcels; Socks 0.25 kg; true 1 0\n"; got != want {
		t.Errorf("the program printed %q, want %q", got, want)
	}
	run("go", "test", "./internal/conformance", "-run", "TestSnapshots/^acme$", "-update")
	for _, test := range [][2]string{
		{"./internal/conformance", "^(TestSnapshots|TestEveryOperation)$/^acme$"},
		{"./internal/conformance", "TestWhatAProgramLinks/gen/acme"},
		{"./internal/ledger", "TestLedgersAgreeWithTheDocuments/acme"},
		{"./vendortest", "TestAnswersMatchTheDocument/acme"},
		{"./vendortest", "TestSameSeedSameBytes"},
		{"./cmd/vendorkit", "TestSpecPrintsEveryDocument|TestLoginVendorsAreWhole"},
	} {
		if out := run("go", "test", "-v", test[0], "-run", test[1]); !strings.Contains(out, "--- PASS") {
			t.Errorf("%s -run %s ran nothing:\n%s", test[0], test[1], out)
		}
	}

	var changed []string
	for line := range strings.SplitSeq(strings.TrimRight(run("git", "status", "--porcelain", "-uall"), "\n"), "\n") {
		changed = append(changed, line)
	}
	slices.Sort(changed)
	want := []string{
		// One folder, one block, one provider, one behaviour.
		" M generate.go",
		"?? auth/acme.go",
		"?? specs/acme/ledger.yaml",
		"?? specs/acme/openapi.yaml",
		"?? specs/acme/resources/parcels.yaml",
		"?? vendortest/acme.go",
		// What go generate and the snapshots' test write.
		" M internal/conformance/clients.gen.go",
		" M vendortest/vendors.gen.go",
		"?? gen/acme/client.gen.go",
		"?? gen/acme/models.gen.go",
		"?? internal/conformance/testdata/snapshots/acme/Parcels.txt",
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, changed); diff != "" {
		t.Errorf("files that changed (-want +got):\n%s", diff)
	}
}

// copyModule copies what git knows of the module, or would take, to a folder of its own.
func copyModule(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	list := exec.CommandContext(t.Context(), "git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	out, err := list.Output()
	if err != nil {
		t.Skipf("this isn't a checkout: git ls-files: %v", err)
	}
	tree := t.TempDir()
	for name := range bytes.SplitSeq(bytes.TrimRight(out, "\x00"), []byte{0}) {
		from, to := filepath.Join(root, string(name)), filepath.Join(tree, string(name))
		data, err := os.ReadFile(from)
		if errors.Is(err, fs.ErrNotExist) { // deleted and not committed yet
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

// take reads a file and removes it.
func take(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err == nil {
		err = os.Remove(name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// insertBlock puts a vendor's block in front of what generate.go says of all vendors.
func insertBlock(t *testing.T, file, block string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, after, ok := strings.Cut(string(data), "//go:generate go run ./internal/compile -clients")
	if !ok {
		t.Fatal("generate.go has no line for all vendors")
	}
	text := before + block + "\n//go:generate go run ./internal/compile -clients" + after
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
