//go:build !race

package conformance

const ticketsInAll = 100_000
