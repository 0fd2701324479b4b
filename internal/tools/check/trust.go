package main

import (
	"fmt"
	"strings"
)

// What a job with rights takes from one without is as trusted as that one, unless it is bounded or checked. checkTrust
// returns what a workflow takes unbounded: a patch that may change any file would hide among a thousand generated lines, a
// checksum that nobody vouches for says nothing about what it sums, and a tag may be put on a commit that nobody reviewed.
func checkTrust(w workflow) (faults []string) {
	var onMain, publishes bool
	for name, j := range w.Jobs {
		vouched, vouches := "", false
		for _, s := range j.Steps {
			if strings.HasPrefix(s.Uses.Value, "actions/attest-build-provenance@") {
				vouches = true
				vouched, _ = s.With["subject-path"].(string)
			}
			for line := range strings.Lines(s.Run) {
				line = strings.TrimSpace(line)
				switch {
				case strings.HasPrefix(line, "git apply ") && !strings.Contains(line, " --include='specs/*' "):
					faults = append(faults, fmt.Sprintf("job %s: run %s: a patch may change documents only: --include='specs/*'", name, line))
				case line == "git merge-base --is-ancestor HEAD origin/main":
					onMain = true
				case strings.HasPrefix(line, "gh release create "):
					publishes = true
					for _, file := range published(line) {
						if vouches && !covers(vouched, file) {
							faults = append(faults, fmt.Sprintf("job %s: %s is published, and the statement of origin leaves it out", name, file))
						}
					}
					if !vouches {
						faults = append(faults, fmt.Sprintf("job %s: what is published has no statement of origin (actions/attest-build-provenance)", name))
					}
				}
			}
		}
	}
	if publishes && !onMain {
		faults = append(faults, "nothing checks that the tagged commit is on main: git merge-base --is-ancestor HEAD origin/main")
	}
	return faults
}

// published returns the files that a line of gh adds to a release.
func published(line string) (files []string) {
	fields := strings.Fields(line)[3:]
	for i := 0; i < len(fields); i++ {
		switch word := fields[i]; {
		case word == "--title", word == "--notes-file", word == "--notes":
			i++
		case strings.HasPrefix(word, "-"), strings.HasPrefix(word, `"$`):
		default:
			files = append(files, word)
		}
	}
	return files
}

// covers reports whether one line of a list of paths is the file.
func covers(list, file string) bool {
	for line := range strings.Lines(list) {
		if strings.TrimSpace(line) == file {
			return true
		}
	}
	return false
}
