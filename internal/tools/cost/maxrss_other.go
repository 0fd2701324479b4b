//go:build unix && !linux

package main

const maxrssUnit = 1
