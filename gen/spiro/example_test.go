package spiro_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// An opportunity with its owner, from a login by refresh token.
func Example() {
	server, err := vendortest.Start("spiro") // in place of Spiro
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.SpiroRefresh(server.Credentials().Spiro()) // auth.SpiroConfig{ClientID: ..., ClientSecret: ..., Store: ..., Account: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)))
	if err != nil {
		log.Fatal(err)
	}
	got, err := client.Opportunities.Get(context.Background(), "2000000", &spiro.GetOpportunityParams{Include: []string{"user"}})
	if err != nil {
		log.Fatal(err)
	}
	opportunity := got.Data.Attributes
	fmt.Printf("%s, %.2f, closes %s\n", opportunity.Name, opportunity.Amount, opportunity.CloseAt.Time().Format(time.DateOnly))
	if resource, ok := got.Data.Relationships.User.Find(got.Included); ok {
		var owner spiro.UserAttributes
		if err := resource.Decode(&owner); err != nil {
			log.Fatal(err)
		}
		fmt.Println("owned by", owner.FirstName, owner.LastName)
	}
	// Output:
	// Clear Voyage 1, 190800.10, closes 2025-03-03
	// owned by Ada Abara
}

func ExampleCompaniesService_All() {
	server, err := vendortest.Start("spiro") // in place of Spiro
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.SpiroRefresh(server.Credentials().Spiro()) // auth.SpiroConfig{ClientID: ..., ClientSecret: ..., Store: ..., Account: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)))
	if err != nil {
		log.Fatal(err)
	}
	n := 0
	for company, err := range client.Companies.All(context.Background(), &spiro.ListCompaniesParams{PageSize: new(int64(100))}) {
		if err != nil {
			log.Fatal(err)
		}
		if n++; n <= 3 {
			fmt.Println(company.ID, company.Attributes.Name, company.Attributes.City)
		}
	}
	fmt.Println(n, "companies on", server.Count("listCompanies"), "pages")
	// Output:
	// 600000 Keen Meadow 1 Graz
	// 600001 Blue Studio 2 Lyon
	// 600002 Keen Garden 3 Graz
	// 260 companies on 3 pages
}

func ExampleCompaniesService_List() {
	server, err := vendortest.Start("spiro") // in place of Spiro
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	server.Records("companies").Insert(0, map[string]any{
		"id": "11", "type": "company", "attributes": map[string]any{"name": "Acme", "city": "Boston"},
	})
	source, err := auth.SpiroRefresh(server.Credentials().Spiro()) // auth.SpiroConfig{ClientID: ..., ClientSecret: ..., Store: ..., Account: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)))
	if err != nil {
		log.Fatal(err)
	}
	page, err := client.Companies.List(context.Background(), &spiro.ListCompaniesParams{NameContains: new("acm")})
	if err != nil {
		log.Fatal(err)
	}
	for _, company := range page.Data {
		fmt.Println(company.ID, company.Attributes.Name, company.Attributes.City)
	}
	// Output:
	// 11 Acme Boston
}

// A parameter that no method has goes into the request itself. Spiro's filter for times isn't known; this one is a guess, which the
// simulator ignores, and refuses without AllowViolations.
func ExampleCompaniesService_List_otherParameters() {
	server, err := vendortest.Start("spiro", vendortest.AllowViolations()) // in place of Spiro
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.SpiroRefresh(server.Credentials().Spiro()) // auth.SpiroConfig{ClientID: ..., ClientSecret: ..., Store: ..., Account: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)))
	if err != nil {
		log.Fatal(err)
	}
	changed := rest.WithEditor(func(_ context.Context, r *http.Request) error {
		query := r.URL.Query()
		query.Set("filter[updated_at][gte]", "2026-09-01")
		r.URL.RawQuery = query.Encode()
		return nil
	})
	if _, err := client.Companies.List(context.Background(), nil, changed); err != nil {
		log.Fatal(err)
	}
	for _, sent := range server.Requests("listCompanies") {
		query, err := url.QueryUnescape(sent.Query)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(query)
	}
	// Output:
	// filter[updated_at][gte]=2026-09-01
}

// An opportunity names its stage by id; the name is found among the stages of its pipeline.
func ExamplePipelinesService_ListStages() {
	server, err := vendortest.Start("spiro") // in place of Spiro
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.SpiroRefresh(server.Credentials().Spiro()) // auth.SpiroConfig{ClientID: ..., ClientSecret: ..., Store: ..., Account: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	got, err := client.Opportunities.Get(ctx, "2000002", nil)
	if err != nil {
		log.Fatal(err)
	}
	related := got.Data.Relationships
	stages, err := client.Pipelines.ListStages(ctx, related.Pipeline.ID())
	if err != nil {
		log.Fatal(err)
	}
	for _, stage := range stages.Data {
		if stage.ID == related.OpportunityStage.ID() {
			fmt.Println(stage.ID, stage.Attributes.Name)
		}
	}
	// Output:
	// 30022 Proposing
}

func ExampleCustomValue() {
	server, err := vendortest.Start("spiro") // in place of Spiro
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	server.Records("opportunities").Insert(0, map[string]any{
		"id": "3000001", "type": "opportunity", "attributes": map[string]any{"name": "Bottles", "custom": map[string]any{
			"packaging_quote":   "https://example.com/quotes/55",
			"assigned_rep":      map[string]any{"label": "Ada Example"},
			"est_annual_volume": "1,250,000",
			"rating":            nil,
		}},
	})
	source, err := auth.SpiroRefresh(server.Credentials().Spiro()) // auth.SpiroConfig{ClientID: ..., ClientSecret: ..., Store: ..., Account: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)))
	if err != nil {
		log.Fatal(err)
	}
	got, err := client.Opportunities.Get(context.Background(), "3000001", nil)
	if err != nil {
		log.Fatal(err)
	}
	custom := got.Data.Attributes.Custom
	if link, ok := custom["packaging_quote"].Link(); ok {
		fmt.Println(link.Host, link.Path)
	}
	if rep, ok := custom["assigned_rep"].Picker(); ok {
		fmt.Println(rep.Label)
	}
	if volume, ok := custom["est_annual_volume"].Number(); ok {
		fmt.Printf("%.0f\n", volume)
	}
	fmt.Println(custom["rating"].IsNull(), custom["no_such_field"].IsNull())
	// Output:
	// example.com /quotes/55
	// Ada Example
	// 1250000
	// true true
}

func ExampleOpportunitiesService_SetCustom() {
	server, err := vendortest.Start("spiro", vendortest.WithRequestBodies()) // in place of Spiro
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.SpiroRefresh(server.Credentials().Spiro()) // auth.SpiroConfig{ClientID: ..., ClientSecret: ..., Store: ..., Account: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)))
	if err != nil {
		log.Fatal(err)
	}
	err = client.Opportunities.SetCustom(context.Background(), "2000000", map[string]any{
		"packaging_quote": "https://example.com/quotes/56",
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, sent := range server.Requests("updateOpportunity") {
		fmt.Printf("%s\n", sent.Body)
	}
	for _, change := range server.Changes() {
		fmt.Println(change.Kind, change.Collection, change.ID)
	}
	// Output:
	// {"data":{"attributes":{"custom":{"packaging_quote":"https://example.com/quotes/56"}},"id":"2000000","type":"opportunity"}}
	// changed /opportunities 2000000
}

// The path is one that Spiro's own reference names; this one is made up.
func ExampleResources() {
	server, err := vendortest.Start("spiro") // in place of Spiro
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	// The simulator doesn't know the path, so it is told the response.
	server.Fail(vendortest.Fault{Body: `{"data": [
		{"id": "7", "type": "site_visit", "attributes": {"city": "Boston", "visitors": 4}},
		{"id": "8", "type": "site_visit", "attributes": {"city": "Austin", "visitors": 2}}
	], "meta": {"pagination": {"current_page": 1, "total_pages": 1}}}`})
	source, err := auth.SpiroRefresh(server.Credentials().Spiro()) // auth.SpiroConfig{ClientID: ..., ClientSecret: ..., Store: ..., Account: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)))
	if err != nil {
		log.Fatal(err)
	}
	type visit struct {
		City     string `json:"city"`
		Visitors int    `json:"visitors"`
	}
	for record, err := range spiro.Resources[visit](client, "/site_visits").All(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(record.ID, record.Attributes.City, record.Attributes.Visitors)
	}
	// Output:
	// 7 Boston 4
	// 8 Austin 2
}

func ExampleContactsService_Get_errors() {
	server, err := vendortest.Start("spiro") // in place of Spiro
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.SpiroRefresh(server.Credentials().Spiro()) // auth.SpiroConfig{ClientID: ..., ClientSecret: ..., Store: ..., Account: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)))
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.Contacts.Get(context.Background(), "404")
	fmt.Println(errors.Is(err, rest.ErrNotFound))
	fmt.Println(err)
	// Output:
	// true
	// spiro: getContact: GET /contacts/{id}: HTTP 404: there is no such object
}
