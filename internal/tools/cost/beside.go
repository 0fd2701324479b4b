//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/tabwriter"
)

// beside is the second part: what a program costs that makes one call, here and at another commit.
type beside struct {
	commit        string
	editor, pages bool
}

// tree is a copy of the module as it is or was, and a module with the program beside it.
type tree struct{ name, module, program string }

// treesOf are this tree and, when one is given, a commit's; neither is copied yet.
func treesOf(commit string) []tree {
	if commit == "" {
		return []tree{{name: "now"}}
	}
	return []tree{{name: "now"}, {name: commit}}
}

func (b beside) measure(ctx context.Context, vendor string, runs int) error {
	root, work, done, err := workspace()
	if err != nil {
		return err
	}
	defer done()
	trees := treesOf(b.commit)
	for i := range trees {
		if err := trees[i].prepare(ctx, root, filepath.Join(work, fmt.Sprint(i)), vendor); err != nil {
			return err
		}
	}
	var rows []costs
	compiled := costs{name: "compile what it imports of the vendor", of: make([][]spent, len(trees))}
	all := costs{name: "compile what it imports of the module", of: make([][]spent, len(trees))}
	for run := range runs {
		for i, t := range trees {
			took, err := t.compile(ctx, vendor, run)
			if err != nil {
				return err
			}
			compiled.of[i] = append(compiled.of[i], took)
			if took, err = t.compileAll(ctx, vendor, run); err != nil {
				return err
			}
			all.of[i] = append(all.of[i], took)
		}
	}
	rows = append(rows, compiled, all)
	if b.editor {
		looked, err := look(ctx, work, trees, runs)
		if err != nil {
			return err
		}
		rows = append(rows, looked...)
	}
	over, err := programsOver(ctx, work, trees)
	if err != nil {
		return err
	}
	out := tabwriter.NewWriter(os.Stdout, 2, 8, 2, ' ', 0)
	fmt.Fprintf(out, "%s, a program that lists", vendor)
	for _, t := range trees {
		fmt.Fprintf(out, "\t%s", t.name)
	}
	fmt.Fprintf(out, "\tratio\n")
	for _, row := range rows {
		row.print(out)
	}
	printRow(out, "stripped, over a plain one, MB", over)
	if b.pages {
		if err := printPages(ctx, out, work, vendor, trees); err != nil {
			return err
		}
	}
	out.Flush()
	fmt.Println()
	return nil
}

// programsOver returns by how many megabytes each tree's program is larger than one that does the same by net/http and encoding/json.
func programsOver(ctx context.Context, work string, trees []tree) (megabytes []float64, err error) {
	plain, err := writePlain(work)
	if err != nil {
		return nil, err
	}
	baseline, err := programSize(ctx, plain, ".")
	if err != nil {
		return nil, err
	}
	for _, t := range trees {
		size, err := programSize(ctx, t.program, ".")
		if err != nil {
			return nil, err
		}
		megabytes = append(megabytes, float64(size-baseline)/1e6)
	}
	return megabytes, nil
}

// costs is a row: what each tree took, run by run.
type costs struct {
	name string
	of   [][]spent
}

func (c costs) print(out *tabwriter.Writer) {
	for _, figure := range []struct {
		name string
		of   func(spent) float64
	}{
		{", user CPU s", func(s spent) float64 { return s.user.Seconds() }},
		{", peak MiB", func(s spent) float64 { return mebibytes(s.memory) }},
	} {
		var values []float64
		for _, runs := range c.of {
			values = append(values, figure.of(median(runs)))
		}
		printRow(out, c.name+figure.name, values)
	}
}

// printRow prints a figure of each tree, and the first in proportion to the second.
func printRow(out *tabwriter.Writer, name string, values []float64) {
	fmt.Fprint(out, name)
	for _, value := range values {
		fmt.Fprintf(out, "\t%.2f", value)
	}
	if len(values) == 2 && values[1] != 0 {
		fmt.Fprintf(out, "\t%.2f", values[0]/values[1])
	}
	fmt.Fprintln(out)
}

// prepare copies the tree, and writes the program.
func (t *tree) prepare(ctx context.Context, root, work, vendor string) error {
	t.module, t.program = filepath.Join(work, "module"), filepath.Join(work, "program")
	if err := os.MkdirAll(t.module, 0o755); err != nil {
		return err
	}
	if err := t.copy(ctx, root, work); err != nil {
		return err
	}
	const module = "github.com/seed-8da6be54/vendorkit"
	calls := strings.ReplaceAll(calls[vendor].ours, "PACKAGE", module+"/gen/"+vendor)
	return writeProgram(ctx, t.program, t.module, module, calls)
}

// copy copies the tree of a commit or, of now, the files that git has or would have.
func (t *tree) copy(ctx context.Context, root, work string) error {
	if t.name != "now" {
		archive := filepath.Join(work, "tree.tar")
		if _, err := run(ctx, root, "git", "archive", "-o", archive, t.name); err != nil {
			return err
		}
		_, err := run(ctx, root, "tar", "-xf", archive, "-C", t.module)
		return err
	}
	listed, err := exec.CommandContext(ctx, "git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		return fmt.Errorf("git ls-files: %w", err)
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(listed), "\x00"), "\x00") {
		data, err := os.ReadFile(filepath.Join(root, name))
		if errors.Is(err, fs.ErrNotExist) { // deleted, and not committed yet
			continue
		}
		to := filepath.Join(t.module, name)
		if err := errors.Join(err, os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, data, 0o644)); err != nil {
			return err
		}
	}
	return nil
}

// writeProgram makes a module of one program that imports a copy of this one.
func writeProgram(ctx context.Context, folder, copied, module, text string) error {
	mod := "module program\n\ngo 1.26.0\n\nrequire " + module + " v0.0.0\n\nreplace " + module + " => " + copied + "\n"
	if err := writeModule(folder, mod, text); err != nil {
		return err
	}
	if _, err := run(ctx, folder, "go", "mod", "tidy"); err != nil {
		return err
	}
	_, err := run(ctx, folder, "go", "build", "-o", os.DevNull, ".")
	return err
}

// writePlain writes the plain program and returns its folder.
func writePlain(work string) (folder string, err error) {
	folder = filepath.Join(work, "plain")
	return folder, writeModule(folder, "module plain\n\ngo 1.26.0\n", plainProgram)
}

// writeModule writes a module of one program.
func writeModule(folder, mod, text string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return errors.Join(os.WriteFile(filepath.Join(folder, "go.mod"), []byte(mod), 0o644), os.WriteFile(filepath.Join(folder, "main.go"), []byte(text), 0o644))
}

// compile compiles the vendor's packages that the program imports, and nothing else.
func (t *tree) compile(ctx context.Context, vendor string, number int) (spent, error) {
	if err := freshen(filepath.Join(t.module, "gen", vendor), vendor, fmt.Sprint(t.module, number)); err != nil {
		return spent{}, err
	}
	return run(ctx, t.module, "go", "build", "./gen/"+vendor)
}

// compileAll compiles all that the program imports of the module, its runtime too.
func (t *tree) compileAll(ctx context.Context, vendor string, number int) (spent, error) {
	list := exec.CommandContext(ctx, "go", "list", "-deps", "-f", "{{with .Module}}{{if .Main}}{{$.Dir}}\t{{$.Name}}{{end}}{{end}}", "./gen/"+vendor)
	list.Dir = t.module
	imported, err := list.Output()
	if err != nil {
		return spent{}, fmt.Errorf("go list: %w", err)
	}
	for line := range strings.Lines(string(imported)) {
		folder, name, found := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !found {
			continue
		}
		if err := freshen(folder, name, fmt.Sprint("all of ", t.module, number)); err != nil {
			return spent{}, err
		}
	}
	return run(ctx, t.module, "go", "build", "./gen/"+vendor)
}
