package vendortest

import (
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// spiro is the simulated Spiro.
func spiro(model func() (*model, error)) *vendor {
	return &vendor{
		name:  "spiro",
		model: model,
		sizes: map[string]int{
			"companies": 260, "contacts": 540, "opportunities": 310, "pipelines": 3, "opportunity_stages": 6, "quotes": 45,
		},
		big:         []string{"companies", "contacts", "opportunities"},
		pageSize:    25,
		maxPageSize: 100,
		timeLayout:  "2006-01-02T15:04:05.000Z",
		typeName:    spec.Singular,
		behave:      func(s *Server) behaviour { return newSpiro(s).behaviour() },
	}
}

// Numbers that ids begin with, so that they have as many digits as the ones seen.
var spiroFirstID = map[string]int{
	"companies": 600_000, "contacts": 900_000, "opportunities": 2_000_000, "pipelines": 1_200, "opportunity_stages": 30_000,
	"quotes": 70_000, "users": 4_000,
}

// spiroUsers is how many people the tenant has. No path leads to them; they come as included records.
const spiroUsers = 12

// spiroServer is the state of one simulated Spiro.
type spiroServer struct {
	*Server
	credentials Credentials
	codes       map[string]*spiroCode
}

func newSpiro(s *Server) *spiroServer {
	p := &spiroServer{Server: s, codes: map[string]*spiroCode{}}
	t := s.tokens
	p.credentials = Credentials{
		ClientID: t.secret("client", 64), ClientSecret: t.secret("client secret", 64),
		RedirectURL: "http://127.0.0.1:53682/callback", Username: "ada.abara@example.com",
	}
	login := t.issue(p.credentials.ClientID, nil, s.now(), p.life(), 0)
	login.used = true
	p.credentials.AccessToken, p.credentials.RefreshToken = login.access, login.refresh
	p.credentials.Code = p.newCode(p.credentials.RedirectURL)
	return p
}

func (p *spiroServer) behaviour() behaviour {
	return behaviour{
		credentials: p.credentials,
		tokenURL:    "/oauth/token",
		routes: map[string]route{
			"/oauth/authorize": {routeAuthorize, p.authorize},
			"/oauth/token":     {routeToken, p.token},
		},
		authorise:  p.authorise,
		refuse:     spiroRefuse,
		operations: map[string]func(*call) response{"listCustomEntities": p.customEntities},
		complete:   p.complete,
		id:         spiroID,
		matches:    p.matches,
		sideload:   p.sideload,
		check:      spiroCheck,
		merge:      spiroMerge,
	}
}

// spiroRefuse writes an error body. None has been published: this is what JSON:API would have.
func spiroRefuse(_ *call, status int, problems []problem) (int, any) {
	var list []any
	for _, p := range problems {
		list = append(list, map[string]any{"status": strconv.Itoa(status), "title": http.StatusText(status), "detail": p.text()})
	}
	return status, map[string]any{"errors": list}
}

func spiroID(c *collection, slot int) any {
	first := spiroFirstID[c.kind.name]
	if first == 0 {
		first = 10_000
	}
	if pipeline, err := strconv.Atoi(c.params["pipeline_id"]); err == nil {
		first += 10 * (pipeline - spiroFirstID["pipelines"])
	}
	return strconv.Itoa(first + slot)
}

func (p *spiroServer) of(operation string) *collection {
	return p.collection(p.model.byID()[operation].kind, nil)
}

// complete gives a seeded record its relationships and custom fields, in the spellings that clients guard against.
func (p *spiroServer) complete(c *collection, slot int, record map[string]any) {
	attributes := nested(record, "attributes")
	if attributes != nil && attributes["custom"] != nil {
		attributes["custom"] = spiroCustom(slot)
	}
	person := func(kind string) any { return related(slot, kind, spiroUserID(slot)) }
	switch c.kind.name {
	case "companies":
		record["relationships"] = map[string]any{"user": person("user")}
	case "pipelines":
		record["relationships"] = map[string]any{}
		attributes["name"] = []string{"New business", "Renewals", "Partners"}[slot%3]
	case "opportunity_stages":
		attributes["name"] = []string{"Prospecting", "Qualifying", "Proposing", "Closing", "Closed Won", "Closed Lost"}[slot%6]
	case "contacts":
		relationships := map[string]any{"company": map[string]any{"data": nil}}
		if companies := p.of("listCompanies"); companies.seeded > 0 && slot%9 != 8 {
			relationships["company"] = related(slot, "company", companies.id(slot%companies.seeded))
		}
		record["relationships"] = relationships
	case "opportunities":
		relationships := map[string]any{"user": person("user")}
		if companies := p.of("listCompanies"); companies.seeded > 0 {
			relationships["company"] = related(slot, "company", companies.id(slot%companies.seeded))
		}
		if pipelines := p.of("listPipelines"); pipelines.seeded > 0 {
			id := pipelines.id(slot % pipelines.seeded)
			relationships["pipeline"] = related(slot, "pipeline", id)
			stages := p.collection(p.model.byID()["listPipelineStages"].kind, map[string]string{"pipeline_id": fmt.Sprint(id)})
			if stages.seeded > 0 {
				relationships["opportunity_stage"] = related(slot, "opportunity_stage", stages.id(slot%stages.seeded))
			}
		}
		record["relationships"] = relationships
	}
}

// related writes a relationship; now and then as a list of one, which clients guard against.
func related(slot int, kind string, id any) map[string]any {
	identifier := map[string]any{"id": fmt.Sprint(id), "type": kind}
	if slot%4 == 3 {
		return map[string]any{"data": []any{identifier}}
	}
	return map[string]any{"data": identifier}
}

func spiroUserID(slot int) string { return strconv.Itoa(spiroFirstID["users"] + slot%spiroUsers) }

// spiroCustom makes a tenant's own fields: a link, a picked user, a number and a pick-list value, each in the spellings
// that were seen.
func spiroCustom(slot int) map[string]any {
	out := map[string]any{
		"packaging_quote": fmt.Sprintf("https://example.com/quotes/%d", slot+1),
		"assigned_rep":    map[string]any{"label": firstNames[slot%len(firstNames)] + " " + lastNames[slot%len(lastNames)]},
	}
	volume := 1250 * (slot + 1)
	out["est_annual_volume"] = []any{volume, thousands(strconv.Itoa(volume)), strconv.Itoa(volume)}[slot%3]
	out["rating"] = []any{"A", map[string]any{"label": "B"}, nil}[slot%3]
	if slot%5 == 4 {
		out["packaging_quote"], out["assigned_rep"] = nil, nil
	}
	return out
}

// matches applies the filters of the form filter[name_cont].
func (p *spiroServer) matches(c *call) func(map[string]any) bool {
	type filter struct{ name, part string }
	var filters []filter
	for name := range c.query {
		inner, ok := strings.CutPrefix(name, "filter[")
		if inner, contains := strings.CutSuffix(inner, "_cont]"); ok && contains && c.query.Get(name) != "" {
			filters = append(filters, filter{inner, strings.ToLower(c.query.Get(name))})
		}
	}
	if len(filters) == 0 {
		return nil
	}
	return func(record map[string]any) bool {
		for _, f := range filters {
			attributes := nested(record, "attributes")
			if f.name == "company_name" {
				company := p.relatedRecord(record, "company")
				if company == nil && c.operation.ID == "listQuotes" {
					company = p.quoteCompany(record)
				}
				attributes, f.name = nested(company, "attributes"), "name"
			}
			if text, _ := attributes[f.name].(string); !strings.Contains(strings.ToLower(text), f.part) {
				return false
			}
		}
		return true
	}
}

// quoteCompany gives a quote a company, since its schema names none and its filter does.
func (p *spiroServer) quoteCompany(quote map[string]any) map[string]any {
	companies := p.of("listCompanies")
	slot, ok := p.of("listQuotes").find(stringOf(quote["id"]))
	if !ok || companies.len() == 0 {
		return nil
	}
	return companies.record(companies.at(slot % companies.len()))
}

// relatedRecord follows a relationship.
func (p *spiroServer) relatedRecord(record map[string]any, name string) map[string]any {
	relationship := nested(nested(record, "relationships"), name)
	for _, identifier := range listOf(relationship["data"]) {
		identifier, _ := identifier.(map[string]any)
		id := stringOf(identifier["id"])
		switch name {
		case "user":
			return p.user(id)
		case "company":
			companies := p.of("listCompanies")
			if slot, ok := companies.find(id); ok {
				return companies.record(slot)
			}
		}
	}
	return nil
}

func (p *spiroServer) user(id string) map[string]any {
	n, err := strconv.Atoi(id)
	if err != nil {
		return nil
	}
	slot := n - spiroFirstID["users"]
	g := p.generator("/users", slot)
	first, last := g.firstName(), g.lastName()
	return map[string]any{"id": id, "type": "user", "attributes": map[string]any{
		"first_name": first, "last_name": last, "name": first + " " + last, "email": g.text("email"),
	}}
}

// sideload adds the records that include asks for. Only user and company are known to work.
func (p *spiroServer) sideload(c *call, body map[string]any, records []map[string]any) {
	asked := c.query.Get("include")
	if asked == "" || c.operation.response.Properties["included"] == nil {
		return
	}
	included := []any{}
	seen := map[string]bool{}
	for name := range strings.SplitSeq(asked, ",") {
		for _, record := range records {
			other := p.relatedRecord(record, name)
			if key := name + stringOf(other["id"]); other != nil && !seen[key] {
				seen[key] = true
				included = append(included, other)
			}
		}
	}
	body["included"] = included
}

// spiroCheck refuses a write whose body is about another record than its path.
func spiroCheck(c *call, body map[string]any) *refusal {
	if id := c.params["id"]; id != "" && body["id"] != nil && body["id"] != id {
		return refuse(http.StatusBadRequest, "", "the id in the body isn't the one in the path")
	}
	return nil
}

// spiroMerge keeps what a write doesn't send, down to single custom fields.
func spiroMerge(_ *call, record, body map[string]any) map[string]any {
	out := maps.Clone(record)
	for _, part := range []string{"attributes", "relationships"} {
		sent := nested(body, part)
		if sent == nil {
			continue
		}
		merged := maps.Clone(nested(record, part))
		if merged == nil {
			merged = map[string]any{}
		}
		for name, value := range sent {
			custom, ok := value.(map[string]any)
			if before := nested(merged, name); name == "custom" && ok && before != nil {
				both := maps.Clone(before)
				maps.Copy(both, custom)
				value = both
			}
			merged[name] = value
		}
		out[part] = merged
	}
	return out
}

// customEntities responds to a path that nobody has been seen to call with a list like the others.
func (p *spiroServer) customEntities(c *call) response {
	var rows []any
	for slot := range 3 {
		g := p.generator(c.request.URL.Path, slot)
		rows = append(rows, map[string]any{
			"id": strconv.Itoa(50_000 + slot), "type": c.params["object_type"],
			"attributes": map[string]any{"name": g.text("name"), "custom": spiroCustom(slot)},
		})
	}
	return response{status: http.StatusOK, body: map[string]any{
		"data": rows, "meta": map[string]any{"pagination": map[string]any{"current_page": 1, "total_pages": 1}},
	}}
}
