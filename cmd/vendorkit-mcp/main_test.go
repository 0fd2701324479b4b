package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// storeFor makes a store with a login to a simulator, as 'vendorkit login' does.
func storeFor(t *testing.T, vendor string, simulator *vendortest.Server) string {
	t.Helper()
	folder := t.TempDir()
	store, err := auth.NewFileStore(folder)
	if err != nil {
		t.Fatal(err)
	}
	given := simulator.Credentials()
	settings := logins.Settings{Flow: logins.FlowPassword, BaseURL: simulator.URL, OAuthURL: given.OAuthURL, ClientID: given.ClientID,
		ClientSecret: auth.NewSecret(given.ClientSecret), RedirectURL: given.RedirectURL, Username: given.Username}
	_, err = store.Update(t.Context(), auth.Key{Vendor: vendor, Account: auth.DefaultAccount}, func(context.Context, auth.Record) (auth.Record, error) {
		return auth.Record{
			AccessToken: auth.NewSecret(given.AccessToken), RefreshToken: auth.NewSecret(given.RefreshToken), TokenType: "Bearer", Expiry: time.Now().Add(time.Hour),
			Notes: auth.Notes{Programs: map[string]auth.Secret{logins.Note: settings.Note()}},
		}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// TestStandardInputAndOutput runs the command line with a stored login to every vendor's simulator, a client of the SDK at its standard
// input and output.
func TestStandardInputAndOutput(t *testing.T) {
	t.Parallel()
	for _, vendor := range catalog.Vendors() {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			simulator := simulators[vendor](t)
			toServer, fromClient := io.Pipe()
			toClient, fromServer := io.Pipe()
			var said bytes.Buffer
			ended := make(chan int, 1)
			go func() {
				ended <- run(t.Context(), []string{vendor, "--store", storeFor(t, vendor, simulator)}, toServer, fromServer, &said)
			}()
			session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).
				Connect(t.Context(), &mcp.IOTransport{Reader: toClient, Writer: fromClient}, nil)
			if err != nil {
				t.Fatal(err)
			}
			read := map[string]string{"halo": "listAgents", "holaspirit": "getMe", "humanity": "listEmployees", "spiro": "listCompanies"}[vendor]
			text, failed := peer{session, simulator}.ask(t, "call", object("operation", read))
			if failed || simulator.Count(read) != 1 {
				t.Errorf("%s: %v, %d requests\n%.300s", read, failed, simulator.Count(read), text)
			}
			session.Close()
			if code := <-ended; code != 0 || said.Len() > 0 {
				t.Errorf("exit code %d, said %q", code, said.String())
			}
		})
	}
}

func TestStreamableHTTP(t *testing.T) {
	t.Parallel()
	simulator := vendortest.NewHolaspirit(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	says, said := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"holaspirit", "--store", storeFor(t, "holaspirit", simulator), "--http", "127.0.0.1:0"}, io.NopCloser(strings.NewReader("")), nil, said)
	}()
	line, err := bufio.NewReader(says).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, says)
	address := strings.TrimSpace(strings.TrimPrefix(line, "serving at "))
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: address}, nil)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	if text, failed := (peer{session, simulator}).ask(t, "call", object("operation", "getMe")); failed || !strings.Contains(text, `"email"`) {
		t.Errorf("call: %v\n%.300s", failed, text)
	}
	post := func(url, origin string) int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/json, text/event-stream")
		if origin != "" {
			req.Header.Set("Origin", origin)
			req.Header.Set("Sec-Fetch-Site", "cross-site")
		}
		response, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response.StatusCode
	}
	if got := post(address[:strings.LastIndex(address, "/")]+"/mcp", ""); got != http.StatusNotFound {
		t.Errorf("without the key: status %d", got)
	}
	if got := post(address, "https://elsewhere.example.com"); got != http.StatusForbidden {
		t.Errorf("from a page of a browser: status %d", got)
	}
	stop()
	if code := <-ended; code != 0 {
		t.Errorf("exit code %d after it was interrupted", code)
	}
	session.Close()
}

func TestTheCommandLine(t *testing.T) {
	t.Parallel()
	simulator := vendortest.NewHolaspirit(t)
	folder := storeFor(t, "holaspirit", simulator)
	for _, test := range []struct {
		args []string
		code int
		want string
	}{
		{nil, 2, "give one vendor of halo, holaspirit, humanity, spiro"},
		{[]string{"salesforce"}, 2, `there is no vendor "salesforce"`},
		{[]string{"holaspirit", "--budget", "1"}, 2, "--budget: 1; from 2048 to"},
		{[]string{"holaspirit", "--nothing"}, 2, "unknown flag: --nothing"},
		{[]string{"holaspirit", "--store", folder, "--writes", "Circle"}, 1, `--writes: holaspirit has no service "Circle"; did you mean "Circles"?`},
		{[]string{"holaspirit", "--store", folder, "--http", "0.0.0.0:0"}, 1, `"0.0.0.0" isn't an address of this machine alone`},
		{[]string{"holaspirit", "--store", folder, "--http", "8765"}, 1, "give host and port"},
		{[]string{"holaspirit", "--store", folder + "/none"}, 1, "Run 'vendorkit login holaspirit --store " + folder + "/none'"},
		{[]string{"holaspirit", "--store", folder, "--account", ""}, 2, "--account: the name is empty"},
		{[]string{"holaspirit", "--store", ""}, 2, "--store: it is empty; give a value, or leave the flag out"},
		{[]string{"holaspirit", "--store", folder, "--http", ""}, 2, "--http: it is empty; give a value, or leave the flag out"},
		{[]string{"--help"}, 0, "vendorkit mcp halo --writes Tickets,Actions"},
	} {
		var said bytes.Buffer
		code := run(t.Context(), test.args, io.NopCloser(strings.NewReader("")), nil, &said)
		if code != test.code || !strings.Contains(said.String(), test.want) {
			t.Errorf("%v: exit code %d, said\n%s\nwant %d and %s", test.args, code, said.String(), test.code, test.want)
		}
	}
}
