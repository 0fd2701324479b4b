package vendortest

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

const form = "application/x-www-form-urlencoded"

func passwordGrant(s *Server) request {
	c := s.Credentials()
	return tokenRequest(url.Values{"client_id": {c.ClientID}, "client_secret": {c.ClientSecret}, "grant_type": {"password"}, "username": {c.Username}, "password": {c.Password}})
}

func refreshGrant(s *Server, token string) request {
	c := s.Credentials()
	return tokenRequest(url.Values{"client_id": {c.ClientID}, "client_secret": {c.ClientSecret}, "grant_type": {"refresh_token"}, "refresh_token": {token}})
}

func tokenRequest(values url.Values) request {
	return request{method: "POST", path: "/oauth/v2/token", media: form, body: values.Encode(), bare: true}
}

func with(r request, name, value string) request {
	values, _ := url.ParseQuery(r.body)
	values.Set(name, value)
	r.body = values.Encode()
	return r
}

func bearing(r request, token string) request {
	r.header = map[string]string{"Authorization": "Bearer " + token}
	return r
}

func TestHolaspiritPasswordGrant(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	c := s.Credentials()
	public := with(with(passwordGrant(s), "client_id", holaspiritPublicClient), "client_secret", "")
	asJSON := request{method: "POST", path: "/oauth/v2/token", bare: true, body: fmt.Sprintf(`{"client_id":%q,"client_secret":%q,"grant_type":"password","username":%q,"password":%q}`, c.ClientID, c.ClientSecret, c.Username, c.Password)}
	asQuery := request{method: "GET", path: "/oauth/v2/token?" + passwordGrant(s).body, bare: true}
	for name, r := range map[string]request{"form": passwordGrant(s), "public client": public, "JSON": asJSON, "query": asQuery} {
		got := do(t, s, r)
		token := object(t, got.body)
		if got.status != 200 || token["expires_in"] != 3600.0 || token["token_type"] != "bearer" || token["refresh_token"] == "" {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
		if scope, there := token["scope"]; !there || scope != nil {
			t.Errorf("%s: scope %v, want null", name, scope)
		}
		if me := do(t, s, bearing(get("/api/me"), token["access_token"].(string))); me.status != 200 {
			t.Errorf("%s: the token opens nothing: %d", name, me.status)
		}
	}
	if n := s.Tokens(); n != (TokenStats{Issued: 4}) {
		t.Errorf("%+v", n)
	}
}

func TestHolaspiritTokenErrors(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	tests := []struct {
		name, code string
		r          request
	}{
		{"unknown client", "invalid_client", with(passwordGrant(s), "client_id", "x")},
		{"wrong secret", "invalid_client", with(passwordGrant(s), "client_secret", "x")},
		{"secret for the public client", "invalid_client", with(passwordGrant(s), "client_id", holaspiritPublicClient)},
		{"wrong password", "invalid_grant", with(passwordGrant(s), "password", "x")},
		{"no password", "bad_request", with(passwordGrant(s), "password", "")},
		{"unknown grant", "bad_request", with(passwordGrant(s), "grant_type", "client_credentials")},
		{"unknown refresh token", "invalid_grant", refreshGrant(s, "x")},
		{"refresh token of another client", "invalid_grant", with(with(refreshGrant(s, s.Credentials().RefreshToken), "client_id", holaspiritPublicClient), "client_secret", "")},
		{"no body", "bad_request", request{method: "POST", path: "/oauth/v2/token", bare: true}},
	}
	for i, tt := range tests {
		got := do(t, s, tt.r)
		if got.status != 400 || object(t, got.body)["error"] != tt.code || object(t, got.body)["error_description"] == "" {
			t.Errorf("%s: %d %s, want %s", tt.name, got.status, got.body, tt.code)
		}
		if n := s.Tokens().Refused; n != i+1 {
			t.Errorf("%s: %d refused", tt.name, n)
		}
	}
}

func TestHolaspiritRefreshTokenWorksOnce(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	first := object(t, do(t, s, refreshGrant(s, s.Credentials().RefreshToken)).body)
	if first["access_token"] == nil {
		t.Fatalf("refresh: %v", first)
	}
	if got := do(t, s, refreshGrant(s, s.Credentials().RefreshToken)); got.status != 400 || object(t, got.body)["error"] != "invalid_grant" {
		t.Errorf("second use: %d %s", got.status, got.body)
	}
	if got := do(t, s, refreshGrant(s, first["refresh_token"].(string))); got.status != 200 {
		t.Errorf("the new token: %d %s", got.status, got.body)
	}
	if n := s.Tokens(); n != (TokenStats{Refreshed: 2, Reused: 1, Refused: 1}) {
		t.Errorf("%+v", n)
	}
	s.Advance(31 * 24 * time.Hour)
	last := object(t, do(t, s, passwordGrant(s)).body)["refresh_token"].(string)
	s.Advance(29 * 24 * time.Hour)
	if got := do(t, s, refreshGrant(s, last)); got.status != 200 {
		t.Errorf("after 29 days: %d", got.status)
	}
}

func TestHolaspiritRefreshTokenDiesAfterAMonth(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	s.Advance(31 * 24 * time.Hour)
	if got := do(t, s, refreshGrant(s, s.Credentials().RefreshToken)); got.status != 400 {
		t.Errorf("status %d", got.status)
	}
	if n := s.Tokens().Reused; n != 0 {
		t.Errorf("an old token counts as reused: %d", n)
	}
}

func TestHolaspiritAccessTokens(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t, WithAccessTokenLife(10*time.Minute))
	unauthorized := func(name string, r request) {
		got := do(t, s, r)
		if got.status != 401 || dig(object(t, got.body), "errors", 0, "title") != "Unauthorized" {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	unauthorized("no token", request{method: "GET", path: "/api/me", bare: true})
	unauthorized("unknown token", bearing(get("/api/me"), "x"))
	if expires := object(t, do(t, s, passwordGrant(s)).body)["expires_in"]; expires != 600.0 {
		t.Errorf("expires_in %v", expires)
	}
	s.Advance(9 * time.Minute)
	if got := do(t, s, get("/api/me")); got.status != 200 {
		t.Errorf("before the end: %d", got.status)
	}
	s.Advance(time.Minute)
	unauthorized("expired token", get("/api/me"))
}

func TestHolaspiritRevoke(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	c := s.Credentials()
	revoke := bearing(request{method: "POST", path: "/oauth/v2/revoke", media: form, body: "token=" + c.AccessToken}, c.AccessToken)
	if got := do(t, s, with(revoke, "token", "")); got.status != 400 || object(t, got.body)["error"] != "bad_request" {
		t.Errorf("without token: %d %s", got.status, got.body)
	}
	if got := do(t, s, revoke); got.status != 200 || got.body != "" {
		t.Errorf("%d %q", got.status, got.body)
	}
	if got := do(t, s, get("/api/me")); got.status != 401 {
		t.Errorf("the revoked token: %d", got.status)
	}
	if got := do(t, s, revoke); got.status != 401 || object(t, got.body)["error"] != "access_denied" {
		t.Errorf("revoking again: %d %s", got.status, got.body)
	}
	if n := s.Tokens().Revoked; n != 1 {
		t.Errorf("%d revoked", n)
	}
}

func TestHolaspiritAPIToken(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	token := s.Credentials().APIToken
	if !strings.HasPrefix(token, "api:") {
		t.Fatalf("token %q", token)
	}
	organizations := s.Records("organizations")
	var other string
	for record := range organizations.All() {
		other = record["id"].(string)
	}
	tests := []struct {
		r    request
		want int
	}{
		{get(organization(s)), 200},
		{get(organization(s) + "/members"), 200},
		{get("/api/me"), 403},
		{get("/api/organizations"), 403},
		{get("/api/organizations/" + other), 403},
		{get("/api/pdf" + strings.TrimPrefix(organization(s), "/api") + "/roles"), 403},
		{request{method: "POST", path: organization(s) + "/members", body: `{"email":"a@example.com"}`}, 403},
		{request{method: "DELETE", path: organization(s) + "/tensions/x"}, 403},
	}
	for _, tt := range tests {
		if got := do(t, s, bearing(tt.r, token)); got.status != tt.want {
			t.Errorf("%s %s: %d, want %d", tt.r.method, tt.r.path, got.status, tt.want)
		}
	}
}

func TestHolaspiritPublicPathsNeedNoToken(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	public := func(rest string) request {
		return request{method: "GET", path: "/api/public/organizations" + rest, bare: true}
	}
	slug := s.Credentials().OrganizationSlug
	got := do(t, s, public("/"+slug+"/members?count=3"))
	if rows, _ := object(t, got.body)["data"].([]any); got.status != 200 || len(rows) != 3 || dig(rows, 0, "email") != nil {
		t.Errorf("members: %d %.200s", got.status, got.body)
	}
	for path, want := range map[string]int{"": 200, "/" + slug + "/roles-diagram": 200, "/nobody/roles": 404} {
		if got := do(t, s, public(path)); got.status != want {
			t.Errorf("%s: %d, want %d", path, got.status, want)
		}
	}
}

func TestHolaspiritErrors(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	kinds := map[string]bool{}
	for range 2 {
		got := do(t, s, get(organization(s)+"/roles/unknown"))
		e := dig(object(t, got.body), "errors", 0)
		if got.status != 404 || dig(e, "code") != "not_found" {
			t.Errorf("%d %s", got.status, got.body)
		}
		kinds[fmt.Sprintf("%T %v", dig(e, "status"), dig(e, "status"))] = true
	}
	if !kinds["string 404"] || !kinds["float64 404"] {
		t.Errorf("status came as %v, want a text and a number by turns", kinds)
	}
	invite := func(body string) (int, any) {
		got := do(t, s, request{method: "POST", path: organization(s) + "/members", body: body})
		return got.status, dig(object(t, got.body), "errors", 0, "code")
	}
	for body, want := range map[string]string{`{"email":""}`: "required", `{"email":"x"}`: "invalid_email", `{"email":"` + s.Credentials().Username + `"}`: "member_already_exists"} {
		if status, code := invite(body); status != 400 || code != want {
			t.Errorf("%s: %d %v, want %s", body, status, code, want)
		}
	}
	if status, _ := invite(`{"email":"new@example.com","firstName":"New"}`); status != 201 {
		t.Errorf("a new member: %d", status)
	}
	if status, code := invite(`{"email":"NEW@example.com"}`); status != 400 || code != "member_already_exists" {
		t.Errorf("the same again: %d %v", status, code)
	}
	if n := s.Records("members").Len(); n != 238 {
		t.Errorf("%d members", n)
	}
}

func TestHolaspiritTensionLivesAndDies(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	made := do(t, s, request{method: "POST", path: organization(s) + "/tensions", body: `{"name":"Too loud","body":"<p>It is.</p>"}`})
	id, _ := dig(object(t, made.body), "data", "id").(string)
	if made.status != 201 || len(id) != 24 {
		t.Fatalf("create: %d %s", made.status, made.body)
	}
	path := organization(s) + "/tensions/" + id
	if got := do(t, s, request{method: "PATCH", path: path, body: `{"name":"Still too loud"}`}); got.status != 200 {
		t.Errorf("update: %d %s", got.status, got.body)
	}
	if got := do(t, s, request{method: "POST", path: path + "/meetings", body: `{"meeting":"m1"}`}); got.status != 200 {
		t.Errorf("attach: %d %s", got.status, got.body)
	}
	data := dig(object(t, do(t, s, get(path)).body), "data")
	if dig(data, "name") != "Still too loud" || dig(data, "body") != "<p>It is.</p>" || dig(data, "meeting") != "m1" || dig(data, "type") != "tensions" || dig(data, "version") != 2.0 {
		t.Errorf("read back %v", data)
	}
	if _, ok := parseStamp(stringOf(dig(data, "createdAt"))); !ok {
		t.Errorf("createdAt %v", dig(data, "createdAt"))
	}
	if got := do(t, s, request{method: "DELETE", path: path}); got.status/100 != 2 {
		t.Errorf("delete: %d", got.status)
	}
	if got := do(t, s, get(path)); got.status != 404 {
		t.Errorf("read after the delete: %d", got.status)
	}
}

func TestHolaspiritExport(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	path := strings.Replace(organization(s), "/api/", "/api/async/", 1) + "/spreadsheet"
	if got := do(t, s, request{method: "POST", path: path + "?tabs=project"}); got.status != 400 {
		t.Errorf("a tab that is gone: %d", got.status)
	}
	started := object(t, do(t, s, request{method: "POST", path: path + "?tabs=member,role"}).body)
	job := fmt.Sprint(dig(started, "data", "id"))
	if dig(started, "data", "status") != "current" || dig(started, "data", "jobType") != "export_spreadsheet" {
		t.Fatalf("started: %v", started)
	}
	download := get(strings.Replace(organization(s), "/api/", "/api/export/", 1) + "/jobs/" + job + "/download")
	if got := do(t, s, download); got.status != 404 {
		t.Errorf("download too early: %d", got.status)
	}
	var seen []any
	for len(seen) < 10 && !slices.Contains(seen, any("done")) {
		seen = append(seen, dig(object(t, do(t, s, get(organization(s)+"/jobs/"+job)).body), "data", "status"))
	}
	if n := len(seen); n > 3 || seen[n-1] != "done" {
		t.Errorf("polls saw %v", seen)
	}
	got := do(t, s, download)
	if got.status != 200 || got.header.Get("Content-Type") != xlsxMedia {
		t.Fatalf("download: %d %v", got.status, got.header)
	}
	names, rows := readWorkbook(t, got.body)
	if fmt.Sprint(names) != "[Members Circles & Roles]" || rows[0] != 238 || rows[1] != 513 {
		t.Errorf("sheets %v with %v rows", names, rows)
	}
	s.Advance(7 * 24 * time.Hour)
	login := object(t, do(t, s, passwordGrant(s)).body)["access_token"].(string)
	if got := do(t, s, bearing(get(organization(s)+"/jobs/"+job), login)); got.status != 404 {
		t.Errorf("a week later: %d", got.status)
	}
}

// readWorkbook names the sheets of a workbook and counts their rows.
func readWorkbook(t *testing.T, content string) (names []string, rows []int) {
	t.Helper()
	archive, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range archive.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for dec := xml.NewDecoder(r); ; {
			token, err := dec.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", file.Name, err)
			}
			element, ok := token.(xml.StartElement)
			switch {
			case ok && element.Name.Local == "row":
				n++
			case ok && element.Name.Local == "sheet":
				names = append(names, element.Attr[0].Value)
			}
		}
		if strings.HasPrefix(file.Name, "xl/worksheets/") {
			rows = append(rows, n)
		}
		r.Close()
	}
	return names, rows
}

// What the document's source knows never to be null isn't.
func TestHolaspiritNullsWhereTheyBelong(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	missing := 0
	for member := range s.Records("members").All() {
		if created, there := member["createdAt"]; there && created == nil {
			t.Fatalf("member %v has createdAt null", member["id"])
		}
	}
	for item := range s.Records("feed").All() {
		if dig(item, "object", "id") == nil {
			t.Fatalf("feed item %v has the object %v", item["id"], item["object"])
		}
		if item["target"] == nil {
			missing++
		}
	}
	if missing == 0 {
		t.Error("every feed item has a target")
	}
}

func TestHolaspiritRevocationWithoutAToken(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	got := do(t, s, request{method: "POST", path: "/oauth/v2/revoke", media: formMedia, body: "x=1"})
	if said := object(t, got.body); got.status != 400 || said["error"] != "bad_request" || said["error_description"] != "Missing Token" {
		t.Errorf("%d %s", got.status, got.body)
	}
}
