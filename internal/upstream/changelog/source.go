package changelog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

const (
	mostBytes   = 4 << 20 // a changelog has some 20 kB
	mostTime    = 30 * time.Second
	mostHops    = 5
	githubHost  = "github.com"
	githubRawly = "raw.githubusercontent.com"
)

// RawURL turns the address of GitHub's page of a file into that of the file itself, and leaves any other as it is.
func RawURL(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host != githubHost {
		return address
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(parts) < 5 || parts[2] != "blob" && parts[2] != "raw" {
		return address
	}
	u.Host, u.Path = githubRawly, "/"+strings.Join(append(parts[:2:2], parts[3:]...), "/")
	u.RawPath, u.RawQuery, u.Fragment = "", "", ""
	return u.String()
}

// BaseName is the name of the file that a path or an address leads to.
func BaseName(from string) string {
	if isURL(from) {
		if u, err := url.Parse(from); err == nil {
			from = u.Path
		}
	}
	return path.Base(strings.ReplaceAll(from, `\`, "/"))
}

func isURL(from string) bool { return strings.Contains(from, "://") }

// Read reads a changelog from a file or an address. An address must be https, loopback excepted; what comes is bounded in
// size and time.
func Read(ctx context.Context, from string) ([]byte, error) {
	if !isURL(from) {
		file, err := os.Open(from)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		return bounded(file, from)
	}
	from = RawURL(from)
	u, err := url.Parse(from)
	if err != nil {
		return nil, fmt.Errorf("%q is no address", from)
	}
	if err := allowed(u); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, mostTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "vendorkit upstream")
	req.Header.Set("Accept", "text/markdown, text/plain;q=0.9, */*;q=0.1")
	client := http.Client{CheckRedirect: func(next *http.Request, via []*http.Request) error {
		if len(via) >= mostHops {
			return fmt.Errorf("more than %d redirects", mostHops)
		}
		return allowed(next.URL)
	}}
	resp, err := client.Do(req)
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) {
			return nil, fmt.Errorf("%s didn't respond within %v; save the changelog and give the file", from, mostTime)
		}
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s responds with %s", from, resp.Status)
	}
	if media, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")); media == "text/html" {
		return nil, fmt.Errorf("%s is a page of HTML, not a changelog's text: give the address of the text, or save it and give the file", from)
	}
	return bounded(resp.Body, from)
}

func allowed(u *url.URL) error {
	switch {
	case u.Host == "":
		return fmt.Errorf("%q names no host", u.Redacted())
	case u.User != nil:
		return errors.New("an address may have no user or password")
	case u.Scheme != "https" && !(u.Scheme == "http" && wiretext.Loopback(u.Hostname())):
		return fmt.Errorf("%s isn't https", u.Redacted())
	}
	return nil
}

func bounded(in io.Reader, from string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, mostBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", from, err)
	case len(data) > mostBytes:
		return nil, fmt.Errorf("%s has more than %d bytes: that is no changelog", from, mostBytes)
	}
	return data, nil
}
