//go:build unix

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
)

// goplsVersion needs Go 1.27, which the go command fetches where GOTOOLCHAIN lets it.
const goplsVersion = "v0.24.0"

// look has gopls look at the program for the first time: knowing nothing, and knowing the standard library and this module's runtime
// from a look at a program that has to do with no vendor. What that look takes is the least that any program of this module can take,
// and what the plain program's takes is the least that any can take that speaks HTTP and JSON.
func look(ctx context.Context, work string, trees []tree, runs int) ([]costs, error) {
	env := []string{"GOBIN=" + work, "GOTOOLCHAIN=go1.27.0+auto"}
	if _, err := runWith(ctx, env, work, "go", "install", "golang.org/x/tools/gopls@"+goplsVersion); err != nil {
		return nil, err
	}
	gopls := filepath.Join(work, "gopls")
	plain, err := writePlain(work)
	if err != nil {
		return nil, err
	}
	floor := costs{"gopls' first look at net/http and encoding/json alone", make([][]spent, len(trees))}
	cold := costs{"gopls' first look, knowing nothing", make([][]spent, len(trees))}
	least := costs{"gopls' first look at a program without a vendor", make([][]spent, len(trees))}
	warm := costs{"gopls' first look after that one", make([][]spent, len(trees))}
	for range runs {
		for i, t := range trees {
			took, err := lookAt(ctx, gopls, plain)
			if err != nil {
				return nil, err
			}
			floor.of[i] = append(floor.of[i], took[0])
			if took, err = lookAt(ctx, gopls, t.program); err != nil {
				return nil, err
			}
			cold.of[i] = append(cold.of[i], took[0])
			runtime := filepath.Join(work, "runtime"+t.name)
			const module = "github.com/seed-8da6be54/vendorkit"
			if err := writeProgram(ctx, runtime, t.module, module, strings.ReplaceAll(runtimeProgram, "MODULE", module)); err != nil {
				return nil, err
			}
			if took, err = lookAt(ctx, gopls, runtime, t.program); err != nil {
				return nil, err
			}
			least.of[i], warm.of[i] = append(least.of[i], took[0]), append(warm.of[i], took[1])
		}
	}
	return []costs{floor, cold, least, warm}, nil
}

// lookAt has gopls check programs one after the other with a memory of their own, and reports what each took.
func lookAt(ctx context.Context, gopls string, programs ...string) (took []spent, err error) {
	memory, err := os.MkdirTemp("", "cost-gopls-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(memory)
	for _, program := range programs {
		one, err := runWith(ctx, []string{"GOPLSCACHE=" + memory}, program, gopls, "check", "main.go")
		if err != nil {
			return nil, err
		}
		took = append(took, one)
	}
	return took, nil
}

const runtimeProgram = `package main

import (
	"context"
	"fmt"

	"MODULE/rest"
)

func main() {
	client, err := rest.NewClient(rest.Vendor{}, "https://vendor.example/api")
	fmt.Println(client, err, context.Background())
}
`
