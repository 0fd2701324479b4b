package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// problem is one breach of an error rule.
type problem struct{ rule, at, message string }

// linters are the tools and how each is asked for its errors. Their rule sets are those that they recommend.
var linters = [...]struct {
	name  string
	check func(context.Context, workshop, string) ([]problem, error)
}{{"redocly", redocly}, {"spectral", spectral}}

// lint prints a table linter x document, and every error that no exception names.
func lint(ctx context.Context, shop workshop) error {
	allowed, err := readExceptions("exceptions.json")
	if err != nil {
		return err
	}
	results, failed := newTable(), false
	for _, linter := range linters {
		for _, vendor := range shop.vendors {
			row := results.start(shop, linter.name, vendor)
			problems, err := linter.check(ctx, shop, shop.documents[vendor])
			if err != nil {
				return fmt.Errorf("%s, %s: %w", linter.name, vendor, err)
			}
			counts, excepted := map[string]int{}, 0
			for _, p := range problems {
				if allowed.covers(linter.name, vendor, p) {
					excepted++
					continue
				}
				if counts[p.rule]++; counts[p.rule] <= 5 {
					fmt.Printf("%s, %s: %s at %s: %s\n", linter.name, vendor, p.rule, p.at, p.message)
				}
			}
			var said []string
			for _, rule := range slices.Sorted(maps.Keys(counts)) {
				said, failed = append(said, fmt.Sprintf("%d %s", counts[rule], rule)), true
			}
			if excepted > 0 {
				said = append(said, fmt.Sprintf("%d excepted", excepted))
			}
			row.end(len(counts) == 0, strings.Join(said, ", "))
		}
	}
	results.print()
	if unused := allowed.unused("redocly", "spectral"); len(unused) > 0 {
		return fmt.Errorf("exceptions.json: no longer needed, take them out: %s", strings.Join(unused, "; "))
	}
	if failed {
		return errFound
	}
	return nil
}

func redocly(ctx context.Context, shop workshop, file string) ([]problem, error) {
	config := filepath.Join(shop.temporary, "redocly.yaml")
	if err := os.WriteFile(config, []byte("extends: [recommended]\n"), 0o600); err != nil {
		return nil, err
	}
	var report struct {
		Problems []struct {
			RuleID   string `json:"ruleId"`
			Severity string `json:"severity"`
			Message  string `json:"message"`
			Location []struct {
				Pointer string `json:"pointer"`
			} `json:"location"`
		} `json:"problems"`
	}
	// The default is 100 problems, warnings among them.
	if err := ask(shop.tool(ctx, "redocly", "lint", "--config", config, "--format", "json", "--max-problems", "1000000", file), &report); err != nil {
		return nil, err
	}
	if report.Problems == nil {
		return nil, errors.New("a report without problems, not even an empty list")
	}
	var found []problem
	for _, p := range report.Problems {
		if p.Severity != "error" {
			continue
		}
		at := ""
		if len(p.Location) > 0 {
			at = p.Location[0].Pointer
		}
		found = append(found, problem{p.RuleID, at, p.Message})
	}
	return found, nil
}

func spectral(ctx context.Context, shop workshop, file string) ([]problem, error) {
	ruleset := filepath.Join(shop.temporary, "spectral.yaml")
	if err := os.WriteFile(ruleset, []byte("extends: spectral:oas\n"), 0o600); err != nil {
		return nil, err
	}
	var report []struct {
		Code     string `json:"code"`
		Severity int    `json:"severity"`
		Message  string `json:"message"`
		Path     []any  `json:"path"`
	}
	if err := ask(shop.tool(ctx, "spectral", "lint", "--ruleset", ruleset, "--format", "json", "--quiet", file), &report); err != nil {
		return nil, err
	}
	var found []problem
	for _, p := range report {
		if p.Severity != 0 { // 0 is an error
			continue
		}
		at := "#"
		for _, step := range p.Path {
			at += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(fmt.Sprint(step))
		}
		found = append(found, problem{p.Code, at, p.Message})
	}
	return found, nil
}

// ask runs a linter and reads the JSON that it prints; that it exits with 1 when it finds something is no failure.
func ask(command interface{ Output() ([]byte, error) }, report any) error {
	out, err := command.Output()
	if decoding := json.NewDecoder(bytes.NewReader(out)).Decode(report); decoding != nil {
		return errors.Join(fmt.Errorf("no report: %w", decoding), err)
	}
	return nil
}
