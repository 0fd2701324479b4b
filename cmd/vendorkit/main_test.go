package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/specs"
)

func TestCommandLines(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		args []string
		code int
		want string // somewhere in what is printed
	}{
		{"help", []string{"--help"}, 0, "Available Commands"},
		{"help of a command", []string{"fake", "--help"}, 0, "--addr"},
		{"nothing", nil, 0, "Available Commands"},
		{"unknown command", []string{"frob"}, 2, "frob"},
		{"unknown flag", []string{"demo", "--frob"}, 2, "frob"},
		{"no vendor", []string{"spec"}, 2, "VENDOR: give one of "},
		{"unknown vendor", []string{"spec", "acme"}, 2, `VENDOR: "acme" is unknown, give one of `},
		{"unknown format", []string{"spec", "spiro", "--format", "xml"}, 2, `--format: "xml" is unknown, give json or yaml`},
		{"unknown operation", []string{"spec", "spiro", "listContact"}, 2, `OPERATION: "listContact" is no operation of spiro; did you mean "listContacts"?`},
		{"two operations", []string{"spec", "spiro", "listContacts", "getContact"}, 2, "OPERATION: give one operationId"},
		{"fake of an unknown vendor", []string{"fake", "acme"}, 2, "acme"},
		{"fake for the network", []string{"fake", "spiro", "--addr", "0.0.0.0:80"}, 2, "--addr"},
		{"fake without a port", []string{"fake", "spiro", "--addr", "127.0.0.1"}, 2, "--addr"},
		{"fake with a bad number", []string{"fake", "spiro", "--records", "-1"}, 2, "--records"},
		{"fake on a taken port", []string{"fake", "spiro", "--addr", "127.0.0.1:99999"}, 1, "port"},
		{"demo of an unknown vendor", []string{"demo", "acme"}, 2, `VENDOR: "acme" is unknown, give one of halo, `},
		{"demo of two vendors", []string{"demo", "halo", "spiro"}, 2, "VENDOR: give one of "},
		{"a live demo of nobody", []string{"demo", "--live"}, 2, "--live: say whose account is to be read"},
		{"a demo with an account", []string{"demo", "spiro", "--account", "crm"}, 2, "--account has no meaning without --live"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			code := run(t.Context(), test.args, &out, &errs)
			if printed := out.String() + errs.String(); code != test.code || !strings.Contains(printed, test.want) {
				t.Errorf("exit %d, want %d with %q; printed:\n%s", code, test.code, test.want, printed)
			}
		})
	}
}

func TestSpecPrintsEveryDocument(t *testing.T) {
	t.Parallel()
	vendors, err := spec.Vendors(specs.Files())
	if err != nil {
		t.Fatal(err)
	}
	for _, vendor := range vendors {
		var out, errs bytes.Buffer
		if code := run(t.Context(), []string{"spec", vendor}, &out, &errs); code != 0 {
			t.Fatalf("%s: exit %d: %s", vendor, code, errs.String())
		}
		var doc struct {
			OpenAPI string                    `json:"openapi"`
			Paths   map[string]map[string]any `json:"paths"`
		}
		if err := json.Unmarshal(out.Bytes(), &doc); err != nil || doc.OpenAPI == "" || len(doc.Paths) == 0 {
			t.Errorf("%s: %v, openapi %q, %d paths", vendor, err, doc.OpenAPI, len(doc.Paths))
		}
	}
}

func TestFakeServesUntilInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	reader, writer := io.Pipe()
	done := make(chan int)
	go func() { done <- run(ctx, []string{"fake", "holaspirit", "--json"}, writer, io.Discard) }()
	var given map[string]string
	if err := json.NewDecoder(reader).Decode(&given); err != nil {
		t.Fatal(err)
	}
	request, _ := http.NewRequestWithContext(ctx, http.MethodGet, given["base_url"]+"/api/organizations/"+given["organization_id"]+"/circles?colour=red", nil)
	request.Header.Set("Authorization", "Bearer "+given["api_token"])
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("a request with an unknown parameter: %d, want what the vendor would do", response.StatusCode)
	}
	cancel()
	if code := <-done; code != 0 {
		t.Errorf("exit %d", code)
	}
}
