// Package readme has no code. Its tests check that the README is true: its Go code compiles, its commands exist with their flags, and the output that it shows for a
// command is what that prints.
package readme
