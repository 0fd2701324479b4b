package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

// missingError says why the tools can't be had on this machine.
type missingError string

func (e missingError) Error() string { return string(e) }

// unreachable is what npm and go say when a registry can't be reached, or what is in front of it lets nothing through.
var unreachable = regexp.MustCompile(`ENOTFOUND|ENOTCACHED|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|EHOSTUNREACH|\bE(?:407|502|503|504)\b|dial tcp|no such host`)

// install has npm put what package-lock.json says into a folder of the user's cache, named after that file's hash, and
// returns the folder. A folder that is there is used as it is.
func install(ctx context.Context) (string, error) {
	for _, name := range []string{"node", "npm"} {
		if _, err := exec.LookPath(name); err != nil {
			return "", missingError("no Node: " + name + " isn't installed (Node 20.19 or newer, with npm)")
		}
	}
	lock, err := os.ReadFile("package-lock.json")
	if err != nil {
		return "", err
	}
	manifest, err := os.ReadFile("package.json")
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	hash := sha256.Sum256(append(lock, manifest...))
	folder := filepath.Join(cache, "vendorkit", "documents-"+hex.EncodeToString(hash[:6]))
	if _, err := os.Stat(folder); err == nil {
		return folder, nil
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		return "", err
	}
	// Beside the folder, and renamed when it is whole: an install that was broken off isn't taken for one.
	half, err := os.MkdirTemp(filepath.Dir(folder), "installing-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(half)
	for name, data := range map[string][]byte{"package.json": manifest, "package-lock.json": lock} {
		if err := os.WriteFile(filepath.Join(half, name), data, 0o600); err != nil {
			return "", err
		}
	}
	fmt.Println("installing the npm packages of package-lock.json")
	npm := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1")
	npm.Dir = half
	if out, err := npm.CombinedOutput(); err != nil {
		if why := unreachable.Find(out); why != nil {
			return "", missingError(fmt.Sprintf("no npm packages: the registry can't be reached (npm ci says %s)", why))
		}
		return "", fmt.Errorf("npm ci: %w\n%s", err, bytes.TrimSpace(out))
	}
	if err := os.Rename(half, folder); err != nil {
		if _, there := os.Stat(folder); there == nil { // another run was first
			return folder, nil
		}
		return "", err
	}
	return folder, nil
}

// tool returns a command of an npm package, without telemetry or looking for newer versions.
func (w workshop) tool(ctx context.Context, name string, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, filepath.Join(w.node, "node_modules", ".bin", name), args...)
	command.Env = append(os.Environ(), "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true", "NO_COLOR=1",
		"NODE_OPTIONS=--max-old-space-size=6144")
	command.Dir = w.temporary
	return command
}
