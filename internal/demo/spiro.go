package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// runSpiro logs in through the authorization page, iterates over lists, writes a custom field and reads it back, and outlives
// its access token.
func runSpiro(ctx context.Context, server *vendortest.Server, did *report) error {
	config := server.Credentials().Spiro()
	page, err := auth.SpiroAuthorizeURL(config, "demo-state")
	if err != nil {
		return err
	}
	code, err := authorise(ctx, page)
	if err != nil {
		return err
	}
	source, err := auth.SpiroAuthorizationCode(ctx, config, code)
	if err != nil {
		return err
	}
	client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)))
	if err != nil {
		return err
	}
	did.flow = "by the login page and its code, then by the refresh token that came with it"
	if err := readPages(did, client.Companies.Pages(ctx, nil), func(l *spiro.CompanyList) int { return len(l.Data) }); err != nil {
		return err
	}
	// An access token lives for a day. The response to the next call is 401; the token is renewed and the call repeated.
	server.Advance(25 * time.Hour)
	var first *spiro.Opportunity
	err = readPages(did, client.Opportunities.Pages(ctx, nil), func(l *spiro.OpportunityList) int {
		if first == nil && len(l.Data) > 0 {
			first = &l.Data[0]
			did.sample = DescribeOpportunity(first)
		}
		return len(l.Data)
	})
	if err != nil {
		return err
	}
	if tokens := server.Tokens(); tokens.Refreshed == 0 {
		return errors.New("the login was never refreshed")
	}
	did.notes = append(did.notes, "an access token expired on the way and was renewed once")

	const link = "https://files.example.com/quote-7"
	if err := client.Opportunities.SetCustomOf(ctx, first, map[string]any{"quote_link": link}); err != nil {
		return err
	}
	deal, err := client.Opportunities.Get(ctx, first.ID, nil)
	if err != nil {
		return err
	}
	if got, ok := deal.Data.Attributes.Custom["quote_link"].Text(); !ok || got != link {
		return fmt.Errorf("the custom field reads %q after it was set to %q", got, link)
	}
	did.notes = append(did.notes, "a custom field was written and read back")
	return nil
}

// DescribeOpportunity says in a line what is to be sold.
func DescribeOpportunity(deal *spiro.Opportunity) string {
	of := &deal.Attributes
	return fmt.Sprintf("a deal       %q, %.2f %q, closes %s", of.Name, of.Amount, of.Currency, of.CloseAt.Time().Format("2 Jan 2006"))
}

// authorise does what a browser and a person do on the login page, and returns the code that the page gives.
func authorise(ctx context.Context, page string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, page, nil)
	if err != nil {
		return "", err
	}
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.Do(request)
	if err != nil {
		return "", errors.New("the login page can't be reached")
	}
	defer response.Body.Close()
	io.Copy(io.Discard, response.Body)
	target, err := url.Parse(response.Header.Get("Location"))
	if err != nil || target.Query().Get("code") == "" {
		return "", fmt.Errorf("the response of the login page was %d and gave no code", response.StatusCode)
	}
	if state := target.Query().Get("state"); state != "demo-state" {
		return "", errors.New("the login page gave back another state")
	}
	return target.Query().Get("code"), nil
}
