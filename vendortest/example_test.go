package vendortest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// countMembers is the integration under test: it logs in and counts the members of an organization.
func countMembers(tokenURL, baseURL, organization string, login url.Values) (int, error) {
	var token struct {
		AccessToken string `json:"access_token"`
	}
	res, err := http.PostForm(tokenURL, login)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&token); err != nil {
		return 0, err
	}
	n := 0
	for page := 1; ; page++ {
		req, err := http.NewRequest("GET", fmt.Sprintf("%s/api/organizations/%s/members?page=%d&count=100", baseURL, organization, page), nil)
		if err != nil {
			return 0, err
		}
		req.Header.Set("Authorization", "Bearer "+token.AccessToken)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return 0, err
		}
		defer res.Body.Close()
		if res.StatusCode != http.StatusOK {
			return n, fmt.Errorf("page %d: %s", page, res.Status)
		}
		var list struct {
			Data       []json.RawMessage `json:"data"`
			Pagination struct {
				PagesCount int `json:"pagesCount"`
			} `json:"pagination"`
		}
		if err := json.NewDecoder(res.Body).Decode(&list); err != nil {
			return n, err
		}
		n += len(list.Data)
		if page >= list.Pagination.PagesCount {
			return n, nil
		}
	}
}

// An integration runs against a simulator as it would against the vendor. In a test, NewHolaspirit(t) starts one that
// stops with the test.
func ExampleStart() {
	srv, err := vendortest.Start("holaspirit", vendortest.WithRecords(342, "members"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	c := srv.Credentials()
	login := url.Values{
		"grant_type": {"password"}, "client_id": {c.ClientID}, "client_secret": {c.ClientSecret},
		"username": {c.Username}, "password": {c.Password},
	}

	n, err := countMembers(srv.TokenURL, srv.URL, c.OrganizationID, login)
	fmt.Println(n, err)

	fmt.Println(srv.Count("listMembers"), "requests,", len(srv.Violations()), "violations,", srv.Tokens().Issued, "login")
	// Output:
	// 342 <nil>
	// 4 requests, 0 violations, 1 login
}

// Faults show how an integration takes it when the vendor is down.
func ExampleServer_Fail() {
	srv, err := vendortest.Start("holaspirit")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	c := srv.Credentials()
	login := url.Values{
		"grant_type": {"refresh_token"}, "client_id": {c.ClientID}, "client_secret": {c.ClientSecret}, "refresh_token": {c.RefreshToken},
	}

	srv.Fail(vendortest.Fault{Operation: "listMembers", After: 1, Status: http.StatusServiceUnavailable})
	n, err := countMembers(srv.TokenURL, srv.URL, c.OrganizationID, login)
	fmt.Println(n, err)
	// Output:
	// 100 page 2: 503 Service Unavailable
}

// Records are there to look at and to prepare.
func ExampleServer_Records() {
	srv, err := vendortest.Start("spiro", vendortest.WithRecords(0))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()

	id := srv.Records("companies").Insert(0, map[string]any{
		"type": "company", "attributes": map[string]any{"name": "Example Works", "custom": map[string]any{"rating": "A"}},
	})
	req, _ := http.NewRequest("GET", srv.URL+"/companies/"+id, nil)
	req.Header.Set("Authorization", "Bearer "+srv.Credentials().AccessToken)
	req.Header.Set("X-Api-Version", "1")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer res.Body.Close()
	var company struct {
		Data struct{ Attributes struct{ Name string } }
	}
	json.NewDecoder(res.Body).Decode(&company)
	fmt.Println(res.Status, company.Data.Attributes.Name)
	// Output:
	// 200 OK Example Works
}

// A Halo takes a ticket without an id for a new one. An integration that forgets the id makes a duplicate, which the
// vendor's response doesn't show and a simulator's records do.
func Example_duplicate() {
	srv, err := vendortest.Start("halo")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	save := func(tickets string) {
		req, err := http.NewRequest("POST", srv.URL+"/Tickets", strings.NewReader(tickets))
		if err != nil {
			fmt.Println(err)
			return
		}
		req.Header.Set("Authorization", "Bearer "+srv.Credentials().AccessToken)
		req.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			fmt.Println(err)
			return
		}
		defer res.Body.Close()
		fmt.Println(res.StatusCode == http.StatusCreated, srv.Records("Tickets").Len())
	}
	fmt.Println(srv.Records("Tickets").Len())
	save(`[{"id": 42, "summary": "Printer down"}]`)
	save(`[{"summary": "Printer down"}]`)
	// Output:
	// 3000
	// true 3000
	// true 3001
}
