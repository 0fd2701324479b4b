// Package readme has no code. Its tests make sure that the README is true: its Go compiles, its commands are there with their flags,
// and what it shows of a command's output is what that prints.
package readme
