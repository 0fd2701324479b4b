// Package nearest finds the known name that somebody meant who wrote another.
package nearest

import (
	"fmt"
	"strings"
)

// Suggestion names the known name that a wrong one is most like, as the end of a sentence; nothing when none is like it.
func Suggestion(wrong string, known []string) string {
	best, least := "", 1000
	for _, name := range known {
		distance := Edits(strings.ToLower(wrong), strings.ToLower(name))
		if strings.Contains(strings.ToLower(name), strings.ToLower(wrong)) && wrong != "" {
			distance = min(distance, 2)
			if strings.HasPrefix(strings.ToLower(name), strings.ToLower(wrong)) {
				distance = 1
			}
		}
		if distance < least || distance == least && len(name) < len(best) {
			best, least = name, distance
		}
	}
	if best == "" || least > max(2, len(best)/2) || least >= max(len(best), len(wrong)) {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// Edits counts the letters to put in, take out or replace to make one word of another.
func Edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, q := range y {
			cost := diagonal
			if r != q {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(y)]
}
