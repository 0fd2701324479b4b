package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// startFake runs the command until the test ends, and returns what it prints: all of its announcement, and its standard error line
// by line.
func startFake(t *testing.T, args ...string) (announced string, errors <-chan string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	out, outWriter := io.Pipe()
	said, saidWriter := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, append([]string{"fake"}, args...), outWriter, saidWriter)
		outWriter.Close()
		saidWriter.Close()
	}()
	lines := make(chan string, 100)
	go func() {
		for scanner := bufio.NewScanner(said); scanner.Scan(); {
			lines <- scanner.Text()
		}
		close(lines)
	}()
	t.Cleanup(func() {
		cancel()
		for range lines {
		}
		if code := <-done; code != 0 {
			t.Errorf("exit %d", code)
		}
	})
	var all strings.Builder
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		all.WriteString(scanner.Text() + "\n")
		if strings.HasPrefix(scanner.Text(), "curl ") {
			break
		}
	}
	return all.String(), lines
}

// announcedAs returns a line of the announcement by its name.
func announcedAs(t *testing.T, announced, name string) string {
	t.Helper()
	for line := range strings.Lines(announced) {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] == name {
			return fields[1]
		}
	}
	t.Fatalf("%s isn't announced:\n%s", name, announced)
	return ""
}

func TestFakeCurlLineWorksAsCopied(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"sh", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	for _, vendor := range vendortest.Vendors() {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			announced, _ := startFake(t, vendor, "--strict")
			_, line, _ := strings.Cut(announced, "\ncurl ")
			if line == "" || strings.Count(line, "\n") != 1 {
				t.Fatalf("no line of its own:\n%s", announced)
			}
			got, err := exec.CommandContext(t.Context(), "sh", "-c", "curl --noproxy '*' -f -w ' %{http_code}' "+line).Output()
			if err != nil || !strings.HasSuffix(string(got), " 200") || !strings.Contains(string(got), `"id"`) {
				t.Errorf("%v: %.300s", err, got)
			}
		})
	}
}

func TestFakeTellsViolationsAtOnce(t *testing.T) {
	t.Parallel()
	announced, reported := startFake(t, "halo", "--strict")
	base, token := announcedAs(t, announced, "base_url"), announcedAs(t, announced, "access_token")
	send := func(path, body string) {
		t.Helper()
		method := http.MethodGet
		if body != "" {
			method = http.MethodPost
		}
		request, err := http.NewRequestWithContext(t.Context(), method, base+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+token)
		request.Header.Set("Content-Type", "application/json")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	}
	for _, test := range []struct{ path, body, kind, want string }{
		{"/Nothing?access_token=hush&x=1", "", "violation", "GET /api/Nothing?access_token=…&x=1: the document has no such path"},
		{"/Tickets?colour=red&api_key=hush&note=" + token, "", "ignored", "GET /api/Tickets?colour=red&api_key=…&note=…: "},
		{"/Tickets", `[{"summary": {"a": 1}}]`, "violation", "POST /api/Tickets: 0.summary: "},
	} {
		send(test.path, test.body)
		select {
		case line := <-reported:
			if !strings.HasPrefix(line, test.kind+": request ") || !strings.Contains(line, test.want) {
				t.Errorf("reported %q, want %q of kind %q in it", line, test.want, test.kind)
			}
			if strings.Contains(line, "hush") || strings.Contains(line, token) {
				t.Errorf("a credential is reported: %q", line)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%s: nothing was reported", test.path)
		}
		for len(reported) > 0 { // one line for each thing that is wrong
			<-reported
		}
	}
}

// fetch makes a call of a simulator, whatever its response.
func fetch(t *testing.T, url, token string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

func TestFakeSaysHowManyCallsItRefused(t *testing.T) {
	t.Parallel()
	for vendor, path := range map[string]string{"halo": "/Tickets", "humanity": "/shifts", "spiro": "/contacts"} {
		server, err := vendortest.Start(vendor, vendortest.WithRateLimit(2, time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		defer server.Close()
		for range 5 {
			fetch(t, server.URL+path, server.Credentials().AccessToken)
		}
		if got, want := summary(server), "served 5 requests, 0 of them for a token; refused by the rate limit: 3;"; !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want it to begin with %q; %+v", vendor, got, want, server.Requests())
		}
	}
}

func TestFakeTokensAndLimitAsAskedFor(t *testing.T) {
	t.Parallel()
	announced, _ := startFake(t, "holaspirit", "--no-rate-limit", "--token-life", "2s")
	base, token := announcedAs(t, announced, "base_url"), announcedAs(t, announced, "access_token")
	for range 300 { // the vendor's window has 250
		if status := fetch(t, base+"/api/me", token); status == http.StatusTooManyRequests {
			t.Fatal("limited")
		}
	}
	deadline := time.Now().Add(time.Minute)
	for fetch(t, base+"/api/me", token) != http.StatusUnauthorized {
		if time.Now().After(deadline) {
			t.Fatal("the token is good for more than a minute")
		}
		time.Sleep(50 * time.Millisecond)
	}
	if code := run(t.Context(), []string{"fake", "halo", "--token-life", "-1s"}, io.Discard, io.Discard); code != 2 {
		t.Errorf("a token of a negative life: exit %d", code)
	}
}

func TestFakeSaysThatItsAddressIsTaken(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var said bytes.Buffer
	for addr, want := range map[string]string{taken.Addr().String(): "--addr: listen tcp " + taken.Addr().String(), "127.0.0.1:99999": "--addr: listen tcp: address 99999: invalid port"} {
		if code := run(t.Context(), []string{"fake", "spiro", "--addr", addr}, io.Discard, &said); code != 1 || !strings.Contains(said.String(), want) {
			t.Errorf("%s: exit %d, %s", addr, code, &said)
		}
	}
}
