package main

import (
	"runtime/debug"
	"strings"
)

// versionText says which version of the module this is: the version that it was installed as or, of a checkout, the commit.
func versionText(info *debug.BuildInfo, known bool) string {
	if !known {
		return "unknown"
	}
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	text := info.Main.Version
	if text == "" || text == "(devel)" {
		text = "unreleased"
	}
	var more []string
	if revision := set["vcs.revision"]; revision != "" {
		if set["vcs.modified"] == "true" {
			revision += ", modified"
		}
		more = append(more, "commit "+revision)
	}
	if at := set["vcs.time"]; at != "" {
		more = append(more, at)
	}
	return text + " (" + strings.Join(append(more, info.GoVersion), "; ") + ")"
}
