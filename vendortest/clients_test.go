package vendortest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func holaspiritClient(t *testing.T, s *vendortest.Server) *holaspirit.Client {
	t.Helper()
	c := s.Credentials()
	source, err := auth.HolaspiritPassword(auth.HolaspiritConfig{
		BaseURL: s.URL, ClientID: c.ClientID, ClientSecret: auth.NewSecret(c.ClientSecret), Username: c.Username, Password: auth.NewSecret(c.Password),
	})
	if err != nil {
		t.Fatal(err)
	}
	client, err := holaspirit.NewClient(s.URL, holaspirit.WithRequestEditorFn(auth.Holaspirit(source)))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestHolaspiritClient(t *testing.T) {
	t.Parallel()
	s := vendortest.NewHolaspirit(t)
	client := holaspiritClient(t, s)
	ctx := context.Background()
	me, err := client.Me.Get(ctx)
	if err != nil {
		t.Fatal(err)
	}
	organization := s.Credentials().OrganizationID
	if me.Data.Settings.CurrentOrganization != organization || len(me.Linked.Members) != 2 {
		t.Errorf("me: %+v", me.Data)
	}
	var want, got []string
	for record := range s.Records("members").All() {
		want = append(want, fmt.Sprint(record["id"], record["displayName"], record["rolesCount"]))
	}
	for member, err := range client.Members.All(ctx, organization, nil) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(member.ID, member.DisplayName, member.RolesCount))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	feed := map[string]bool{}
	for item, err := range client.Members.AllFeed(ctx, organization, me.Linked.Members[0].ID, nil) {
		if err != nil {
			t.Fatal(err)
		}
		feed[item.ID] = true
	}
	if len(feed) != 120 {
		t.Errorf("%d feed items, want 120", len(feed))
	}
	if _, err := client.Tensions.Get(ctx, organization, "unknown"); !errors.Is(err, rest.ErrNotFound) {
		t.Errorf("error %v, want not found", err)
	}
	if v := s.Violations(); len(v) > 0 {
		t.Errorf("violations: %v", v)
	}
}

func TestHolaspiritClientMeetsTheCeiling(t *testing.T) {
	t.Parallel()
	s := vendortest.NewHolaspirit(t, vendortest.WithRecords(12_345, "backups"))
	client := holaspiritClient(t, s)
	rows := 0
	var last error
	for _, err := range client.Backups.All(context.Background(), s.Credentials().OrganizationID, &holaspirit.ListBackupsParams{Count: new(int64(500))}) {
		if last = err; err == nil {
			rows++
		}
	}
	if rows != 10_000 || !errors.Is(last, rest.ErrPageCeiling) {
		t.Errorf("%d rows, then %v", rows, last)
	}
}

func TestSpiroClient(t *testing.T) {
	t.Parallel()
	s := vendortest.NewSpiro(t)
	c := s.Credentials()
	ctx := context.Background()
	source, err := auth.SpiroAuthorizationCode(ctx, auth.SpiroConfig{
		OAuthURL: s.OAuthURL, APIURL: s.URL, ClientID: c.ClientID, ClientSecret: auth.NewSecret(c.ClientSecret), RedirectURL: c.RedirectURL,
	}, c.Code)
	if err != nil {
		t.Fatal(err)
	}
	client, err := spiro.NewClient(s.URL, spiro.WithRequestEditorFn(auth.Spiro(source)))
	if err != nil {
		t.Fatal(err)
	}
	n, withAmount := 0, 0
	for opportunity, err := range client.Opportunities.All(ctx, &spiro.ListOpportunitiesParams{PageSize: new(int64(100))}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if opportunity.Attributes.Amount > 0 {
			withAmount++
		}
		if opportunity.Relationships.Company.ID() == "" {
			t.Fatalf("opportunity %s has no company", opportunity.ID)
		}
	}
	if n != 310 || withAmount < n/2 {
		t.Errorf("%d opportunities, %d with an amount", n, withAmount)
	}
	if err := client.Opportunities.SetCustom(ctx, "2000005", map[string]any{"packaging_quote": "https://example.com/new"}); err != nil {
		t.Fatal(err)
	}
	record, _ := s.Records("opportunities").Get("2000005")
	custom := record["attributes"].(map[string]any)["custom"].(map[string]any)
	if custom["packaging_quote"] != "https://example.com/new" || custom["est_annual_volume"] == nil {
		t.Errorf("custom fields %v", custom)
	}
	if v := s.Violations(); len(v) > 0 {
		t.Errorf("violations: %v", v)
	}
}
