package main

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

// demoSpiro logs in through the authorization page, iterates over lists, writes a custom field and reads it back, and outlives
// its access token.
func demoSpiro(ctx context.Context, server *vendortest.Server) (*report, error) {
	given := server.Credentials()
	config := auth.SpiroConfig{
		OAuthURL: server.OAuthURL, APIURL: server.URL,
		ClientID: given.ClientID, ClientSecret: auth.NewSecret(given.ClientSecret), RedirectURL: given.RedirectURL,
	}
	page, err := auth.SpiroAuthorizeURL(config, "demo-state")
	if err != nil {
		return nil, err
	}
	code, err := authorise(ctx, page)
	if err != nil {
		return nil, err
	}
	source, err := auth.SpiroAuthorizationCode(ctx, config, code)
	if err != nil {
		return nil, err
	}
	client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)))
	if err != nil {
		return nil, err
	}
	did := &report{flow: "authorization code, then the refresh token it gave"}
	if err := readPages(did, client.Companies.Pages(ctx, nil), func(l *spiro.CompanyList) int { return len(l.Data) }); err != nil {
		return nil, err
	}
	// An access token lives for a day. The response to the next call is 401; the token is renewed and the call repeated.
	server.Advance(25 * time.Hour)
	first := ""
	err = readPages(did, client.Opportunities.Pages(ctx, nil), func(l *spiro.OpportunityList) int {
		if first == "" && len(l.Data) > 0 {
			first = l.Data[0].ID
		}
		return len(l.Data)
	})
	if err != nil {
		return nil, err
	}
	if tokens := server.Tokens(); tokens.Refreshed == 0 {
		return nil, errors.New("the login was never refreshed")
	}
	did.notes = append(did.notes, "an access token expired on the way and was renewed once")

	const link = "https://files.example.com/quote-7"
	if err := client.Opportunities.SetCustom(ctx, first, map[string]any{"quote_link": link}); err != nil {
		return nil, err
	}
	deal, err := client.Opportunities.Get(ctx, first, nil)
	if err != nil {
		return nil, err
	}
	if got, ok := deal.Data.Attributes.Custom["quote_link"].Text(); !ok || got != link {
		return nil, fmt.Errorf("the custom field reads %q after it was set to %q", got, link)
	}
	did.notes = append(did.notes, "a custom field was written and read back")
	return did, nil
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
