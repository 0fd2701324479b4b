package vendortest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	holaspiritOrganizations = "/api/organizations"
	holaspiritOrganization  = holaspiritOrganizations + "/{organization_id}"
)

// holaspirit is the simulated Holaspirit.
func holaspirit(model func() (*model, error)) *vendor {
	return &vendor{
		name:     "holaspirit",
		model:    model,
		anyQuery: true,
		sizes: map[string]int{
			"organizations": 2, "members": 237, "roles": 512, "circles": 64, "tasks": 180, "meetings": 90, "tensions": 120,
			"policies": 75, "feed": 120, "webhooks": 3, "calendars": 4, "backups": 5, "todolists": 3, "jobs": 1,
		},
		big:         []string{"members", "roles", "tasks"},
		pageSize:    50,
		maxPageSize: 500,
		timeLayout:  "2006-01-02T15:04:05-07:00",
		typeName:    func(collection string) string { return collection },
		links: map[string]string{
			"assigner": "members", "lead": "members", "circleAdmins": "members", "decisionMakers": "members",
			"nonDecisionMakers": "members", "owner": "members", "manager": "members", "managerOf": "members",
			"secretary": "members", "openedBy": "members", "createdBy": "members", "updatedBy": "members",
			"attendees": "members", "administrators": "members", "generalCircle": "circles", "visibleSubRoles": "roles",
			"visibleSubMembers": "members",
		},
		behave: func(s *Server) behaviour { return newHolaspirit(s).behaviour() },
	}
}

// holaspiritServer is the state of one simulated Holaspirit.
type holaspiritServer struct {
	*Server
	credentials Credentials
	links       map[string]*holaspiritLinks // by organization
	jobs        map[string]*holaspiritJob
}

func newHolaspirit(s *Server) *holaspiritServer {
	h := &holaspiritServer{Server: s, links: map[string]*holaspiritLinks{}, jobs: map[string]*holaspiritJob{}}
	organization := hexID(s.settings.seed, holaspiritOrganizations, 0)
	login := s.tokens.issue(holaspiritOwnClient, nil, s.now(), h.life(), holaspiritRefreshLife)
	h.credentials = Credentials{
		ClientID: holaspiritOwnClient, ClientSecret: s.tokens.secret("client", 40),
		Username: "ada.abara1@example.com", Password: "correct horse battery staple",
		AccessToken: login.access, RefreshToken: login.refresh,
		APIToken:       "api:" + s.tokens.secret("api", 48),
		OrganizationID: organization, OrganizationSlug: slugOf(organization),
	}
	return h
}

func slugOf(organization string) string { return organization[len(organization)-6:] + "-example" }

func (h *holaspiritServer) behaviour() behaviour {
	return behaviour{
		credentials: h.credentials,
		tokenURL:    "/oauth/v2/token",
		routes: map[string]route{
			"/oauth/v2/token":  {routeToken, h.token},
			"/oauth/v2/revoke": {routeRevoke, h.revoke},
		},
		authorise: h.authorise,
		operations: map[string]func(*call) response{
			"getMe":                       h.me,
			"startSpreadsheetExport":      h.startExport,
			"startPDFExport":              h.startExport,
			"getJob":                      h.job,
			"downloadExport":              h.download,
			"downloadMeetingPDF":          h.pdf,
			"downloadRolesPDF":            h.pdf,
			"downloadTemplateSpreadsheet": h.templateSpreadsheet,
			"attachTensionToMeeting":      h.attachTension,
			"listPublicOrganizations":     h.publicOrganizations,
		},
		views: map[string]string{
			"listCirclesTimeSpent": "listCircles", "listRolesCustomFields": "listRoles", "listNodeOKRs": "listOKRs",
			"listPublicRoles": "listRoles", "listPublicMembers": "listMembers",
		},
		params:   h.params,
		window:   holaspiritWindow,
		complete: h.complete,
		matches:  h.matches,
		show:     holaspiritShow,
		sideload: h.sideload,
		check:    h.check,
	}
}

// params turns the slug of a public path into the organization's id.
func (h *holaspiritServer) params(c *call) bool {
	slug, public := c.params["organization_slug"]
	if !public {
		return true
	}
	organizations := h.organizations()
	for place := range organizations.len() {
		record := organizations.record(organizations.at(place))
		if record["slug"] == slug {
			c.params["organization_id"] = stringOf(record["id"])
			return true
		}
	}
	return false
}

func (h *holaspiritServer) organizations() *collection {
	return h.collection(h.model.byID()["listOrganizations"].kind, nil)
}

// holaspiritWindow knows the paging of the vendor's Python sample, from and limit, beside page and count.
func holaspiritWindow(c *call) (from, count int, ok bool) {
	if !c.query.Has("from") && !c.query.Has("limit") {
		return 0, 0, false
	}
	return c.asked("from"), c.asked("limit"), true
}

// matches filters by member, circle, meeting and the like: a parameter keeps the records whose member of that name is, or
// has, one of its values.
func (h *holaspiritServer) matches(c *call) func(map[string]any) bool {
	filters := map[string][]string{}
	for _, name := range []string{"member", "circle", "meeting", "status", "activityType", "minTime", "filter"} {
		if c.operation.query[name] && c.query.Get(name) != "" {
			filters[name] = strings.Split(c.query.Get(name), ",")
		}
	}
	if len(filters) == 0 {
		return nil
	}
	return func(record map[string]any) bool {
		for name, wanted := range filters {
			switch name {
			case "minTime":
				if !laterThan(stringOf(record["time"]), wanted[0]) {
					return false
				}
			case "activityType":
				object, _ := record["object"].(map[string]any)
				kind := stringOf(object["type"])
				assigns := slices.Contains(wanted, "assignation") && (kind == "role" || kind == "member")
				if !assigns && !slices.Contains(wanted, kind) {
					return false
				}
			case "filter": // roles that aren't a circle's
				if record["circle"] != nil {
					return false
				}
			default:
				if !mentions(c.operation, record, name, wanted) {
					return false
				}
			}
		}
		return true
	}
}

// mentions reports whether a record names one of some ids as a member or a circle.
func mentions(op *operation, record map[string]any, name string, wanted []string) bool {
	members := []string{name, name + "s"}
	switch {
	case name == "circle" && strings.HasPrefix(op.ID, "listCircle"):
		members = []string{"id"}
	case name == "circle" && strings.HasPrefix(op.ID, "listRole"):
		members = []string{"circle", "parentCircle"}
	case name == "member" && strings.HasPrefix(op.ID, "listCircle"):
		members = []string{"decisionMakers", "nonDecisionMakers", "circleAdmins"}
	case name == "member" && strings.HasPrefix(op.ID, "listMeeting"):
		members = []string{"attendees"}
	}
	for _, member := range members {
		switch v := record[member].(type) {
		case string:
			if slices.Contains(wanted, v) {
				return true
			}
		case []any:
			if slices.ContainsFunc(v, func(v any) bool { return slices.Contains(wanted, fmt.Sprint(v)) }) {
				return true
			}
		}
	}
	return false
}

// holaspiritShow leaves out what the vendor fills only where it was asked for.
func holaspiritShow(c *call, record map[string]any) {
	id := c.operation.ID
	switch {
	case id == "listCircles" || id == "listCirclesTimeSpent" || id == "getCircle":
		if id != "listCirclesTimeSpent" {
			delete(record, "timeSpent")
		}
		if id != "getCircle" && c.query.Get("view") != "full" {
			delete(record, "decisionMakers")
			delete(record, "nonDecisionMakers")
		}
	case id == "listRoles" || id == "getRole" || id == "listPublicRoles":
		delete(record, "customFields")
	case id == "listPublicMembers":
		for _, private := range []string{"email", "phone", "accessToken", "lastLoginAt", "privilege"} {
			delete(record, private)
		}
	}
}

// check refuses what the vendor's forms refuse.
func (h *holaspiritServer) check(c *call, body map[string]any) *refusal {
	if c.operation.ID != "createMember" {
		return nil
	}
	email, given := body["email"].(string)
	no := func(code, detail string) *refusal {
		return &refusal{status: http.StatusBadRequest, problems: []problem{{code: code, detail: detail, path: "email"}}}
	}
	switch {
	case !given || email == "":
		return no("required", "This value should not be blank.")
	case !strings.Contains(email, "@"):
		return no("invalid_email", "This value is not a valid email address.")
	}
	members := c.records()
	for place := range members.len() {
		if strings.EqualFold(stringOf(members.record(members.at(place))["email"]), email) {
			return no("member_already_exists", "This member is in the organization already.")
		}
	}
	return nil
}

// me responds with the user behind the token: one who belongs to every organization.
func (h *holaspiritServer) me(c *call) response {
	user := h.generator("/api/me", 0)
	v, _ := user.value(c.operation.recordSchema, "user")
	record := v.(map[string]any)
	var organizations, members []any
	var linked []any
	all := h.organizations()
	for place := range all.len() {
		id := all.idOf(all.at(place))
		organizations = append(organizations, id)
		people := h.collection(h.model.byID()["listMembers"].kind, map[string]string{"organization_id": id})
		if people.len() > 0 {
			member := people.record(people.at(0))
			members = append(members, member["id"])
			linked = append(linked, member)
		}
	}
	record["email"] = h.credentials.Username
	record["id"] = hexID(h.Server.settings.seed, "/users", 0)
	record["type"] = "users"
	record["organizations"], record["members"] = organizations, members
	record["organizationCount"] = len(organizations)
	record["settings"] = map[string]any{"currentOrganization": h.credentials.OrganizationID}
	return response{status: http.StatusOK, body: map[string]any{"data": record, "linked": map[string]any{"members": linked}}}
}

// attachTension brings a tension to a meeting. The name of the body's field isn't public; meeting is taken.
func (h *holaspiritServer) attachTension(c *call) response {
	tensions := h.collection(h.model.byID()["listTensions"].kind, c.params)
	slot, ok := tensions.find(c.params["tension_id"])
	if !ok {
		return c.no(notFound())
	}
	record := tensions.record(slot)
	if meeting, ok := c.object()["meeting"].(string); ok {
		record["meeting"] = meeting
	}
	record["status"] = "attached"
	tensions.put(slot, record)
	return response{status: http.StatusOK, body: map[string]any{"data": record}}
}

func (h *holaspiritServer) publicOrganizations(*call) response {
	all := h.organizations()
	var rows []any
	for place := range all.len() {
		record := all.record(all.at(place))
		rows = append(rows, map[string]any{"id": record["id"], "name": record["name"], "slug": record["slug"]})
	}
	return response{status: http.StatusOK, body: map[string]any{"data": rows}}
}

// parseStamp reads a time in one of the spellings that simulated vendors use.
func parseStamp(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05", time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}
