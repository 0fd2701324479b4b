package spiro_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	paging := "page%5Bnumber%5D=2&page%5Bsize%5D=100"
	for want, call := range map[string]func(context.Context, *spiro.Client) error{
		"GET /companies?filter%5Bname_cont%5D=Acme+%26+Co&filter%5Bwebsite_cont%5D=acme.example&" + paging + "&per_page=50": func(ctx context.Context, c *spiro.Client) error {
			_, err := c.Companies.List(ctx, &spiro.ListCompaniesParams{
				NameContains: new("Acme & Co"), WebsiteContains: new("acme.example"),
				Page: new(int64(2)), PageSize: new(int64(100)), PerPage: new(int64(50)),
			})
			return err
		},
		"GET /companies/12": func(ctx context.Context, c *spiro.Client) error {
			_, err := c.Companies.Get(ctx, "12")
			return err
		},
		"GET /contacts?" + paging: func(ctx context.Context, c *spiro.Client) error {
			_, err := c.Contacts.List(ctx, &spiro.ListContactsParams{Page: new(int64(2)), PageSize: new(int64(100))})
			return err
		},
		"GET /contacts/12": func(ctx context.Context, c *spiro.Client) error {
			_, err := c.Contacts.Get(ctx, "12")
			return err
		},
		"GET /opportunities?filter%5Bcompany_name_cont%5D=Acme&" + paging: func(ctx context.Context, c *spiro.Client) error {
			_, err := c.Opportunities.List(ctx, &spiro.ListOpportunitiesParams{
				CompanyNameContains: new("Acme"), Page: new(int64(2)), PageSize: new(int64(100)),
			})
			return err
		},
		"GET /opportunities/12?include=user%2Ccompany": func(ctx context.Context, c *spiro.Client) error {
			_, err := c.Opportunities.Get(ctx, "12", &spiro.GetOpportunityParams{Include: []string{"user", "company"}})
			return err
		},
		"PUT /opportunities/12": func(ctx context.Context, c *spiro.Client) error {
			_, err := c.Opportunities.Update(ctx, "12", spiro.OpportunityUpdate{})
			return err
		},
		"GET /pipelines?" + paging: func(ctx context.Context, c *spiro.Client) error {
			_, err := c.Pipelines.List(ctx, &spiro.ListPipelinesParams{Page: new(int64(2)), PageSize: new(int64(100))})
			return err
		},
		"GET /pipelines/7/opportunity_stages": func(ctx context.Context, c *spiro.Client) error {
			_, err := c.Pipelines.ListStages(ctx, "7")
			return err
		},
		"GET /quotes?filter%5Bcompany_name_cont%5D=Acme&" + paging: func(ctx context.Context, c *spiro.Client) error {
			_, err := c.Quotes.List(ctx, &spiro.ListQuotesParams{
				CompanyNameContains: new("Acme"), Page: new(int64(2)), PageSize: new(int64(100)),
			})
			return err
		},
		"GET /custom_objects/site%2Fvisit?" + paging: func(ctx context.Context, c *spiro.Client) error {
			_, err := c.CustomEntities.List(ctx, "site/visit", &spiro.ListCustomEntitiesParams{Page: new(int64(2)), PageSize: new(int64(100))})
			return err
		},
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			response := `{"data": null}` // no rows
			if strings.HasPrefix(want, "GET ") && strings.Contains(want, "/12") {
				response = `{"data": {"id": "12"}}`
			}
			f := &fake{responses: map[string]string{want: response}}
			client := f.start(t)
			if err := call(t.Context(), client); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{want}, f.asked); diff != "" {
				t.Error("requests (-want +got):\n" + diff)
			}
			if got := f.header.Get("X-Api-Version"); got != "1" {
				t.Errorf("X-Api-Version is %q", got)
			}
			if got := f.header.Get("Authorization"); got != "Bearer access-1" {
				t.Errorf("Authorization is %q", got)
			}
		})
	}
}

func TestOpportunityIsReadIntoValues(t *testing.T) {
	t.Parallel()
	f := &fake{responses: map[string]string{"GET /opportunities/3000001": `{
		"data": {
			"id": "3000001", "type": "opportunity",
			"attributes": {
				"name": "Bottles", "amount": "12,500.50", "close_at": "2026-09-30", "external_id": null,
				"custom": {"assigned_rep": {"label": "Ada Example"}, "rating": null}, "shoe_size": 43
			},
			"relationships": {
				"company": {"data": {"id": "12", "type": "company"}},
				"user": {"data": null},
				"campaign": {"data": {"id": "4", "type": "campaign"}}
			}
		}
	}`}}
	got, err := f.start(t).Opportunities.Get(t.Context(), "3000001", nil)
	if err != nil {
		t.Fatal(err)
	}
	attributes := got.Data.Attributes
	if attributes.Name != "Bottles" || attributes.Amount != 12500.5 || attributes.ExternalID != "" {
		t.Errorf("attributes are %+v", attributes)
	}
	if !attributes.CloseAt.Valid() || attributes.CloseAt.String() != "2026-09-30" {
		t.Errorf("close_at is %q", attributes.CloseAt)
	}
	if size, _ := attributes.Raw.Field("shoe_size").Int(); size != 43 {
		t.Errorf("the undocumented attribute is lost: %s", attributes.Raw)
	}
	if _, there := attributes.Custom["rating"]; !there || !attributes.Custom["rating"].IsNull() {
		t.Error("a custom field that is null should be there, and null")
	}
	related := got.Data.Relationships
	if related.Company.ID() != "12" || related.Company.Type() != "company" || related.User.ID() != "" || related.Pipeline.Type() != "" {
		t.Errorf("relationships are %+v", related)
	}
	if id, _ := related.Raw.Field("campaign").Field("data").Field("id").Text(); id != "4" {
		t.Errorf("the undocumented relationship is lost: %s", related.Raw)
	}
}

func TestWalkEndsWhereSpiroSays(t *testing.T) {
	t.Parallel()
	f := &fake{responses: map[string]string{
		"GET /contacts?page%5Bnumber%5D=1&page%5Bsize%5D=2": `{"data":[{"id":"1"},{"id":"2"}],"meta":{"pagination":{"current_page":1,"total_pages":2}}}`,
		"GET /contacts?page%5Bnumber%5D=2&page%5Bsize%5D=2": `{"data":[{"id":"3"},{"id":"4"}],"meta":{"pagination":{"current_page":2,"total_pages":2}}}`,
	}}
	client := f.start(t)
	params := &spiro.ListContactsParams{PageSize: new(int64(2))}
	var ids []string
	for contact, err := range client.Contacts.All(t.Context(), params) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, contact.ID)
	}
	if diff := cmp.Diff([]string{"1", "2", "3", "4"}, ids); diff != "" {
		t.Error("ids (-want +got):\n" + diff)
	}
	if len(f.asked) != 2 {
		t.Errorf("asked %d times, want 2: %q", len(f.asked), f.asked)
	}
	if params.Page != nil {
		t.Error("the iteration has changed the caller's parameters")
	}
}

func TestFailuresAreTold(t *testing.T) {
	t.Parallel()
	_, err := (&fake{}).start(t).Companies.Get(t.Context(), "12")
	failure, ok := errors.AsType[*rest.Error](err)
	if !ok || !errors.Is(err, rest.ErrNotFound) || failure.Vendor != "spiro" || failure.Operation != "getCompany" {
		t.Errorf("error is %v", err)
	}
}
