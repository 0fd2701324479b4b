//go:build race

package conformance

const ticketsInAll = 20_000
