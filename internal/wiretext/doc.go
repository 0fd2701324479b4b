// Package wiretext has the facts of HTTP that package rest and package auth share: when two addresses are one host, what
// counts as this machine, when a request certainly wasn't sent, what a proxy's refusal looks like, what time a
// server has, how long it asks to wait, what a status says of the request, by which headers a request is named, what a body begins
// with, and how a foreign text is made fit to show.
// It imports nothing else of this module, and knows no vendor.
package wiretext
