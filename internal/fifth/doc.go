// Package fifth has no code: its test adds a fifth, made-up vendor to a copy of the module, the way CONTRIBUTING.md says,
// and holds the promise that four places are enough. The vendor's files under testdata can be copied for a real one.
package fifth
