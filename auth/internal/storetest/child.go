package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// childVariable hands a child process its orders.
const childVariable = "VENDORKIT_AUTH_DRILL_CHILD"

// lengthVariable says how long the drills run: "short" or "long". Without it they are skipped: they are about time, and
// what runs beside them would disturb them.
const lengthVariable = "VENDORKIT_DRILL"

// long reports whether the drills run in full length.
func long() bool { return os.Getenv(lengthVariable) == "long" }

// skipUnlessAsked skips a drill that nobody asked for.
func skipUnlessAsked(t *testing.T) {
	t.Helper()
	switch length := os.Getenv(lengthVariable); length {
	case "short", "long":
	case "":
		t.Skipf("a drill: it runs where %s is short or long, as in make test-drills", lengthVariable)
	default:
		t.Fatalf("%s=%q: want short or long", lengthVariable, length)
	}
}

// A Drill is what the drills need to know of a store.
type Drill struct {
	// Test is the name of the test that calls Child.
	Test string
	// Spec says where the store is, for a process of its own.
	Spec string
	// Open opens the store at a spec, as a process of its own would, and returns what closes it.
	Open func(ctx context.Context, spec string) (auth.Store, func() error, error)
	// Safe is the first step at which a process may be killed without costing what it has just got.
	Safe string
}

// orders are what a child process is to do.
type orders struct {
	Spec, Account string
	Vendor        vendor
	Crowd         *crowdOrders
	Kill          *killOrders
}

// Child is the whole of a test that does something only in a process that a drill has started.
func Child(t *testing.T, open func(ctx context.Context, spec string) (auth.Store, func() error, error)) {
	text := os.Getenv(childVariable)
	if text == "" {
		t.Skip("runs only as a part of the drills")
	}
	var o orders
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	store, closeStore, err := open(t.Context(), o.Spec)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore()
	switch {
	case o.Crowd != nil:
		o.crowd(t, store)
	case o.Kill != nil:
		o.die(t, store)
	}
}

// command is a child process with its orders. It ends when ctx does.
func (d Drill) command(ctx context.Context, o orders) (*exec.Cmd, error) {
	o.Spec = d.Spec
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^"+d.Test+"$", "-test.count=1")
	cmd.Env = append(os.Environ(), childVariable+"="+string(text))
	cmd.WaitDelay = 10 * time.Second
	return cmd, nil
}

// results are the lines of a child's output that are meant for its parent.
const resultPrefix = "drill: "

func printResult(v any) {
	text, err := json.Marshal(v)
	if err == nil {
		fmt.Println(resultPrefix + string(text))
	}
}

func readResult(output []byte, v any) error {
	for line := range strings.SplitSeq(string(output), "\n") {
		if text, ok := strings.CutPrefix(line, resultPrefix); ok {
			return json.Unmarshal([]byte(text), v)
		}
	}
	return errors.New("no result in the output")
}
