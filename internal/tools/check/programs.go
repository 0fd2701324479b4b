package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os/exec"
	"slices"
	"strings"
)

// programMarks are what built programs begin with on Linux, Windows and macOS.
var programMarks = []string{"\x7fELF", "MZ\x90\x00", "\xcf\xfa\xed\xfe", "\xca\xfe\xba\xbe"}

// committed lists the files of the repository; none where there is no repository, as in an unpacked archive.
func committed(ctx context.Context) []string {
	out, err := exec.CommandContext(ctx, "git", "ls-files", "-z").Output()
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// programsAmong returns those of the files that are built programs: go build leaves one in a command's folder, and whoever commits it makes
// every clone larger for ever.
func programsAmong(files []string, tree fs.FS) (found []string, err error) {
	for _, name := range files {
		file, err := tree.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // it was deleted, and that isn't committed yet
		}
		if err != nil {
			return nil, err
		}
		var start [4]byte
		_, err = io.ReadFull(file, start[:])
		file.Close()
		if err == nil && slices.Contains(programMarks, string(start[:])) {
			found = append(found, name)
		}
	}
	return found, nil
}
