package drift_test

import (
	"context"
	"log"
	"net/http"
	"os"

	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest/drift"
	"github.com/seed-8da6be54/vendorkit/specs"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// A vendor has begun to send a field under another name. Nothing breaks, and the observer reports it.
func Example() {
	server, err := vendortest.Start("spiro")
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	server.Fail(vendortest.Fault{Operation: "listCompanies", Times: -1, Edit: func(_ string, body any) any {
		for _, row := range body.(map[string]any)["data"].([]any) {
			row.(map[string]any)["kind"] = "company"
		}
		return body
	}})

	observer, err := drift.New(specs.Files(), "spiro")
	if err != nil {
		log.Fatal(err)
	}
	token := auth.Bearer(auth.FromOAuth2(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: server.Credentials().AccessToken})), server.URL)
	client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(token),
		spiro.WithHTTPClient(&http.Client{Transport: observer.Transport(nil)}))
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.Companies.List(context.Background(), nil); err != nil {
		log.Fatal(err)
	}
	if err := observer.Report().Markdown(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// # Drift of spiro
	//
	// 1 response of 1 operation, compared with the document (version 1.0.0): 1 difference.
	//
	// Values are shown by their type. Responses counts those in which it was seen.
	//
	// | kind | where | expected | found | first seen in | responses |
	// | --- | --- | --- | --- | --- | --- |
	// | unknown field | `Company.kind` | no such field | a string | `listCompanies` | 1 |
}
