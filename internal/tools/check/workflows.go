package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The workflows can't be run where they are written. So they hold as little as can be: actions of known commits, make
// targets that are tested, and a few lines of git and gh. checkWorkflows checks that.

var (
	pinned  = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40}$`)
	version = regexp.MustCompile(`^# v\d+(\.\d+)*$`)
	target  = regexp.MustCompile(`(?m)^([a-z][a-z-]*):`)
	// project are the commands that run this project's code: a make target, with variables perhaps, or what CI runs, all of it or a part.
	project = regexp.MustCompile(`^(?:\.ci/run(?: [a-z]+| \$\{\{ matrix\.part \}\})?|make ([a-z-]+)(?: [A-Z]+=[\w.]+)*)$`)
	// tools are the lines of git and gh that a step may have beside those.
	tools = regexp.MustCompile(`^(git (add|diff|switch|apply|push|merge-base --is-ancestor|-c user\.name=\S+ -c user\.email=\S+ commit) |gh (pr create|release create) )[^;&|$` + "`" +
		`]*("\$TAG"[^;&|$` + "`" + `]*)*( \|\| gh pr edit [^;&|$` + "`" + `]*)?$`)
	// compares are the commands that need the versions' tags, which a clone of one commit lacks.
	compares = regexp.MustCompile(`^(\.ci/run|make (changes|changes-check|draft|release)\b)`)
)

type workflow struct {
	Permissions yaml.Node      `yaml:"permissions"`
	Jobs        map[string]job `yaml:"jobs"`
}

type job struct {
	Permissions map[string]string `yaml:"permissions"`
	Timeout     int               `yaml:"timeout-minutes"`
	Steps       []step            `yaml:"steps"`
}

type step struct {
	Uses yaml.Node      `yaml:"uses"`
	Run  string         `yaml:"run"`
	With map[string]any `yaml:"with"`
}

// checkWorkflows returns what is wrong with the workflows and the dependency updates of the tree at root.
func checkWorkflows(root string) ([]string, error) {
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		return nil, err
	}
	var targets []string
	for _, match := range target.FindAllStringSubmatch(string(makefile), -1) {
		targets = append(targets, match[1])
	}
	files, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*"))
	if err != nil {
		return nil, err
	}
	var faults []string
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		found, err := checkWorkflow(data, targets)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
		for _, fault := range found {
			faults = append(faults, filepath.Base(file)+": "+fault)
		}
	}
	return faults, nil
}

func checkWorkflow(data []byte, targets []string) (faults []string, err error) {
	var w workflow
	if err := yaml.Unmarshal(data, &w); err != nil {
		return nil, err
	}
	report := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if granted := map[string]string{}; w.Permissions.Decode(&granted) != nil || len(granted) != 1 || granted["contents"] != "read" {
		report(`permissions: the workflow's own must be "contents: read"; a job that needs more says so itself`)
	}
	if len(w.Jobs) == 0 {
		report("jobs: there is none")
	}
	for name, j := range w.Jobs {
		writes := false
		for _, level := range j.Permissions {
			writes = writes || level != "read"
		}
		if j.Timeout == 0 {
			report("job %s: timeout-minutes is missing", name)
		}
		history, wantsHistory := false, false
		for _, s := range j.Steps {
			if uses := s.Uses.Value; uses != "" {
				if !pinned.MatchString(uses) {
					report("job %s: uses %s: pin it by the 40 digits of a commit", name, uses)
				} else if !version.MatchString(s.Uses.LineComment) {
					report("job %s: uses %s: say its version in a comment, as in # v4.2.2", name, uses)
				}
				if strings.HasPrefix(uses, "actions/checkout@") {
					history = s.With["fetch-depth"] == 0
					if !writes && s.With["persist-credentials"] != false {
						report("job %s: checkout: a job that only reads needs persist-credentials: false", name)
					}
				}
			}
			for line := range strings.Lines(s.Run) {
				line = strings.TrimSpace(line)
				ours := project.FindStringSubmatch(line)
				switch {
				case ours != nil && writes:
					report("job %s: run %s: a job that may write runs nothing of this project", name, line)
				case ours != nil && ours[1] != "" && !slices.Contains(targets, ours[1]):
					report("job %s: run %s: the Makefile has no such target", name, line)
				case ours == nil && !tools.MatchString(line):
					report("job %s: run %s: only make targets and the known lines of git and gh", name, line)
				}
				wantsHistory = wantsHistory || compares.MatchString(line)
			}
		}
		if wantsHistory && !history {
			report("job %s: checkout: changes are reported since tags, which need fetch-depth: 0", name)
		}
	}
	faults = append(faults, checkTrust(w)...)
	slices.Sort(faults)
	return faults, nil
}

// checkUpdates returns the folders with a go.mod whose dependencies nobody renews.
func checkUpdates(root string) ([]string, error) {
	data, err := os.ReadFile(filepath.Join(root, ".github", "dependabot.yml"))
	if err != nil {
		return nil, err
	}
	var updates struct {
		Updates []struct {
			Ecosystem   string   `yaml:"package-ecosystem"`
			Directory   string   `yaml:"directory"`
			Directories []string `yaml:"directories"`
		} `yaml:"updates"`
	}
	if err := yaml.Unmarshal(data, &updates); err != nil {
		return nil, err
	}
	var renewed, faults []string
	actions := false
	for _, u := range updates.Updates {
		switch u.Ecosystem {
		case "gomod":
			renewed = append(append(renewed, u.Directories...), u.Directory)
		case "github-actions":
			actions = u.Directory == "/"
		}
	}
	if !actions {
		faults = append(faults, "nobody renews the workflows' actions")
	}
	modules, err := moduleFolders(root)
	if err != nil {
		return nil, err
	}
	for _, folder := range modules {
		if !slices.Contains(renewed, folder) {
			faults = append(faults, "nobody renews the modules that "+folder+" stands on")
		}
	}
	for _, folder := range renewed {
		if folder != "" && !slices.Contains(modules, folder) {
			faults = append(faults, folder+" has no go.mod")
		}
	}
	return faults, nil
}
