package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// exception is an error of a tool that isn't ours to mend, with the reason.
type exception struct {
	Tool   string `json:"tool"`
	Vendor string `json:"vendor"`
	Rule   string `json:"rule"` // of a linter; of a generator a part of what it says
	At     string `json:"at"`   // where in the document, or the beginning of it; "" is anywhere
	Reason string `json:"reason"`
	used   bool
}

type exceptions []*exception

func readExceptions(file string) (exceptions, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var list exceptions
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for i, e := range list {
		if e.Tool == "" || e.Vendor == "" || e.Rule == "" || e.Reason == "" {
			return nil, fmt.Errorf("%s, entry %d: needs tool, vendor, rule and reason", file, i)
		}
	}
	return list, nil
}

// covers reports whether an exception names the linter's problem.
func (list exceptions) covers(linter, vendor string, p problem) bool {
	for _, e := range list {
		if e.Tool == linter && e.Vendor == vendor && e.Rule == p.rule && strings.HasPrefix(p.at, e.At) {
			e.used = true
			return true
		}
	}
	return false
}

// refusal returns the exception that the generator's words are, if any.
func (list exceptions) refusal(generator, vendor, words string) *exception {
	for _, e := range list {
		if e.Tool == generator && e.Vendor == vendor && strings.Contains(words, e.Rule) {
			e.used = true
			return e
		}
	}
	return nil
}

// unused lists the exceptions of the tools that ran which nothing needed.
func (list exceptions) unused(tools ...string) []string {
	var names []string
	for _, e := range list {
		if !e.used && slices.Contains(tools, e.Tool) {
			names = append(names, fmt.Sprintf("%s, %s: %s %s", e.Tool, e.Vendor, e.Rule, e.At))
		}
	}
	return names
}
