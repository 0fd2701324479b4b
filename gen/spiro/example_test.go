package spiro_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// exampleClient returns a client of a small stand-in for Spiro. A real one is made with
//
//	spiro.NewClient("", spiro.WithRequestEditorFn(auth.Spiro(src)))
func exampleClient() (client *spiro.Client, stop func()) {
	answers := map[string]string{
		"GET /companies?page[number]=1&page[size]=100": `{"data": [
			{"id": "11", "type": "company", "attributes": {"name": "Acme", "city": "Boston"}},
			{"id": "12", "type": "company", "attributes": {"name": "Umbrella", "city": "Denver"}}
		], "meta": {"pagination": {"current_page": 1, "total_pages": 2}}}`,
		"GET /companies?page[number]=2&page[size]=100": `{"data": [
			{"id": "13", "type": "company", "attributes": {"name": "Initech", "city": "Austin"}}
		], "meta": {"pagination": {"current_page": 2, "total_pages": 2}}}`,
		"GET /companies?filter[name_cont]=acm":              `{"data": [{"id": "11", "type": "company", "attributes": {"name": "Acme"}}]}`,
		"GET /companies?filter[updated_at][gte]=2026-09-01": `{"data": []}`,
		"GET /opportunities/3000001": `{"data": {"id": "3000001", "type": "opportunity", "attributes": {
			"name": "Bottles",
			"custom": {
				"packaging_quote": "https://example.com/quotes/55",
				"assigned_rep": {"label": "Ada Example"},
				"est_annual_volume": "1,250,000",
				"rating": null
			}
		}, "relationships": {
			"pipeline": {"data": {"id": "4001", "type": "pipeline"}},
			"opportunity_stage": {"data": {"id": "50002", "type": "opportunity_stage"}}
		}}}`,
		"PUT /opportunities/3000001": `{}`,
		"GET /pipelines/4001/opportunity_stages": `{"data": [
			{"id": "50001", "type": "opportunity_stage", "attributes": {"name": "Prospecting"}},
			{"id": "50002", "type": "opportunity_stage", "attributes": {"name": "Proposing"}}
		]}`,
		"GET /site_visits?page[number]=1": `{"data": [
			{"id": "7", "type": "site_visit", "attributes": {"city": "Boston", "visitors": 4}},
			{"id": "8", "type": "site_visit", "attributes": {"city": "Austin", "visitors": 2}}
		], "meta": {"pagination": {"current_page": 1, "total_pages": 1}}}`,
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		uri, _ := url.QueryUnescape(r.URL.RequestURI())
		answer, ok := answers[r.Method+" "+uri]
		w.Header().Set("Content-Type", "application/json")
		if !ok {
			w.WriteHeader(http.StatusNotFound)
		}
		if r.Method == http.MethodPut {
			sent, _ := io.ReadAll(r.Body)
			fmt.Println("sent:", string(sent))
		}
		fmt.Fprint(w, answer)
	}))
	client, err := spiro.NewClient(srv.URL)
	if err != nil {
		log.Fatal(err)
	}
	return client, srv.Close
}

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
	client, stop := exampleClient()
	defer stop()
	for company, err := range client.Companies.All(context.Background(), &spiro.ListCompaniesParams{PageSize: new(int64(100))}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(company.ID, company.Attributes.Name, company.Attributes.City)
	}
	// Output:
	// 11 Acme Boston
	// 12 Umbrella Denver
	// 13 Initech Austin
}

func ExampleCompaniesService_List() {
	client, stop := exampleClient()
	defer stop()
	page, err := client.Companies.List(context.Background(), &spiro.ListCompaniesParams{NameContains: new("acm")})
	if err != nil {
		log.Fatal(err)
	}
	for _, company := range page.Data {
		fmt.Println(company.ID, company.Attributes.Name)
	}
	// Output:
	// 11 Acme
}

// A parameter that no method has goes into the request itself. Spiro's filter for times isn't known; this one is a guess.
func ExampleCompaniesService_List_otherParameters() {
	client, stop := exampleClient()
	defer stop()
	changed := rest.WithEditor(func(_ context.Context, r *http.Request) error {
		query := r.URL.Query()
		query.Set("filter[updated_at][gte]", "2026-09-01")
		r.URL.RawQuery = query.Encode()
		return nil
	})
	page, err := client.Companies.List(context.Background(), nil, changed)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(page.Data), "companies")
	// Output:
	// 0 companies
}

// An opportunity names its stage by id; the name is found among the stages of its pipeline.
func ExamplePipelinesService_ListStages() {
	client, stop := exampleClient()
	defer stop()
	ctx := context.Background()
	got, err := client.Opportunities.Get(ctx, "3000001", nil)
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
			fmt.Println(stage.Attributes.Name)
		}
	}
	// Output:
	// Proposing
}

func ExampleCustomValue() {
	client, stop := exampleClient()
	defer stop()
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
	client, stop := exampleClient()
	defer stop()
	err := client.Opportunities.SetCustom(context.Background(), "3000001", map[string]any{
		"packaging_quote": "https://example.com/quotes/56",
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// sent: {"data":{"attributes":{"custom":{"packaging_quote":"https://example.com/quotes/56"}},"id":"3000001","type":"opportunity"}}
}

// The path is one that Spiro's own reference names; this one is made up.
func ExampleResources() {
	client, stop := exampleClient()
	defer stop()
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
	client, stop := exampleClient()
	defer stop()
	_, err := client.Contacts.Get(context.Background(), "404")
	fmt.Println(errors.Is(err, rest.ErrNotFound))
	fmt.Println(err)
	// Output:
	// true
	// spiro: getContact: GET /contacts/{id}: HTTP 404
}
