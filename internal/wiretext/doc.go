// Package wiretext holds the facts of HTTP that both package rest and package auth go by: when two addresses are one host, what
// counts as this machine, when a request certainly wasn't sent, what a proxy's refusal looks like, what time a
// server has, and how long it asks to wait.
// It imports nothing else of this module.
package wiretext
