package main

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// Whoever has the other address of localhost would get the code: the login says so instead of going on.
func TestLoginNeedsBothAddressesOfLocalhost(t *testing.T) {
	t.Parallel()
	for _, other := range []string{"127.0.0.1", "::1"} {
		taken, err := net.Listen("tcp", net.JoinHostPort(other, "0"))
		if err != nil {
			t.Logf("no %s here", other)
			continue
		}
		defer taken.Close()
		_, port, _ := net.SplitHostPort(taken.Addr().String())
		place, err := land(&url.URL{Scheme: "http", Host: "localhost:" + port, Path: "/callback"}, "spiro", "state")
		if err == nil {
			place.close()
			t.Errorf("it waits although somebody else has %s", taken.Addr())
		} else if !strings.Contains(err.Error(), taken.Addr().String()) || !strings.Contains(err.Error(), "--redirect-url") {
			t.Errorf("%s is taken: %v", taken.Addr(), err)
		}
	}
	place, err := land(&url.URL{Scheme: "http", Host: "localhost:0", Path: "/"}, "spiro", "state")
	if err != nil {
		t.Fatalf("any free port: %v", err)
	}
	place.close()
}

// Any web page can have a browser ask this machine. That neither ends a login nor puts words into the terminal.
func TestLoginOutlastsOtherPages(t *testing.T) {
	t.Parallel()
	place, err := land(&url.URL{Scheme: "http", Host: "127.0.0.1:0", Path: "/callback"}, "spiro", "the-state")
	if err != nil {
		t.Fatal(err)
	}
	defer place.close()
	ask := func(query string, header ...string) {
		t.Helper()
		request, err := http.NewRequest(http.MethodGet, place.redirect+query, nil)
		if err != nil {
			t.Fatal(err)
		}
		for pair := range slices.Chunk(header, 2) {
			request.Header.Set(pair[0], pair[1])
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	}
	for _, query := range []string{"?error=expired&error_description=Run+this", "?code=foreign&state=foreign", "?code=foreign", "?code=early&state=the-state"} {
		ask(query, "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image")
		ask(query, "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe")
		ask(query, "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty")
		ask(query, "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script")
		ask(query, "Accept", "image/avif,image/webp,*/*;q=0.8")
	}
	ask("?code=good&state=the-state", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document", "Accept", "text/html,*/*;q=0.8")
	select {
	case got := <-place.arrived:
		if got.code != "good" || got.err != nil {
			t.Errorf("another page ended the login: %+v", got)
		}
	case <-time.After(time.Minute):
		t.Error("nothing arrived")
	}
}

func TestForeignWordsStayOutOfTheTerminal(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"error=expired&error_description=Run+this+command", "error=Run+this+command", "error=access_denied&error_description=Run+this"} {
		values, _ := url.ParseQuery(query)
		if _, err := codeIn(values, "spiro", "state"); err == nil || strings.Contains(err.Error(), "Run") {
			t.Errorf("%s: %v", query, err)
		}
		values.Set("state", "state") // the vendor's own words are told
		if _, err := codeIn(values, "spiro", "state"); err == nil || !strings.Contains(err.Error(), "Run") {
			t.Errorf("%s with the state: %v", query, err)
		}
	}
}

func TestBrowserGetsNoneOfOurVariables(t *testing.T) {
	t.Parallel()
	got := withoutOwn([]string{"PATH=/bin", envPassword + "=x", envClientSecret + "=x", envToken + "=x", "vendorkit_token=x", "VENDORKIT_X=y", "VENDORKIT=1", "DISPLAY=:0"})
	if want := []string{"PATH=/bin", "VENDORKIT=1", "DISPLAY=:0"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
