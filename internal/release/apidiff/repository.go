package main

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// repository is a git repository with a work tree.
type repository struct{ root string }

func (r repository) git(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", r.root}, args...)...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w: %s", args[0], err, strings.TrimSpace(errs.String()))
	}
	return strings.TrimSpace(string(out)), nil
}

// isTop refuses a folder below the work tree's: in it no document and no package is found, and nothing would have changed.
func (r repository) isTop(ctx context.Context) error {
	below, err := r.git(ctx, "rev-parse", "--show-prefix")
	if err != nil || below == "" {
		return nil // where there is no repository, what asks it for a version says so
	}
	return fmt.Errorf("-root: %s is %s of the repository: give the repository's own folder", r.root, below)
}

// versionTags is what the tags of versions look like.
const versionTags = "v[0-9]*"

// latestVersion returns the latest version's tag below the work tree; "" when there is none. On a version's own commit,
// with nothing changed since, it is the version before.
func (r repository) latestVersion(ctx context.Context) (string, error) {
	if _, err := r.git(ctx, "rev-parse", "--show-toplevel"); err != nil {
		return "", err
	}
	describe := func(commit string) (string, error) {
		tag, err := r.git(ctx, "describe", "--tags", "--abbrev=0", "--match", versionTags, commit)
		if failed, ok := errors.AsType[*exec.ExitError](err); ok && failed.ExitCode() == 128 {
			return "", nil // there is no such commit, or it has no tag below it
		}
		return tag, err
	}
	tag, err := describe("HEAD")
	if tag == "" || err != nil {
		return "", err
	}
	at, err := r.git(ctx, "tag", "--points-at", "HEAD", "--list", tag)
	if err != nil || at == "" {
		return tag, err
	}
	if dirty, err := r.git(ctx, "status", "--porcelain", "--untracked-files=no"); err != nil || dirty != "" {
		return tag, err
	}
	return describe("HEAD^")
}

func (r repository) shallow(ctx context.Context) (bool, error) {
	response, err := r.git(ctx, "rev-parse", "--is-shallow-repository")
	return response == "true", err
}

// checkOut writes the files of a commit into folder.
func (r repository) checkOut(ctx context.Context, commit, folder string) error {
	if _, err := r.git(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", commit+"^{commit}"); err != nil {
		return fmt.Errorf("SINCE: %q is no tag or commit of this repository; %s", commit, r.knownVersions(ctx))
	}
	cmd := exec.CommandContext(ctx, "git", "-C", r.root, "archive", "--format=tar", commit)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	files, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	err = untar(files, folder)
	_, _ = io.Copy(io.Discard, files)
	if waited := cmd.Wait(); waited != nil {
		return fmt.Errorf("git archive: %w: %s", waited, strings.TrimSpace(errs.String()))
	}
	return err
}

func (r repository) knownVersions(ctx context.Context) string {
	tags, err := r.git(ctx, "tag", "--list", "--sort=-v:refname", versionTags)
	if err != nil || tags == "" {
		return "it has no version's tag"
	}
	list := strings.Fields(tags)
	if len(list) > 5 {
		list = append(list[:5], "and older ones")
	}
	return "its versions are " + strings.Join(list, ", ")
}

// untar writes the plain files of an archive. Links are left out: nothing that is compared is one.
func untar(archive io.Reader, folder string) error {
	into, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer into.Close()
	for files := tar.NewReader(archive); ; {
		entry, err := files.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if entry.Typeflag != tar.TypeReg {
			continue
		}
		name := filepath.FromSlash(entry.Name)
		if err := into.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		data, err := io.ReadAll(files)
		if err != nil {
			return err
		}
		if err := into.WriteFile(name, data, 0o644); err != nil {
			return err
		}
	}
}
