package vendortest

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
)

// beside are the queries beside which a parameter means something.
var beside = map[string]string{
	"listShifts schedule": "mode=schedule", "listShifts location": "mode=employees", "listShifts start_limit": "mode=open&end_limit=3",
	"listShifts end_limit": "mode=open", "listTimeclocks page": "per_page=2", "listTimeclocks order_by": "direction=desc",
	"listMasterTasks descriptionSearchEnabled": "searchTerm=meets",
}

// idle lists the query parameters of lists that change nothing, whatever they hold, by the vendor. Those of Halo are too many: its
// documentation names those that count.
var idle = map[string][]string{
	"holaspirit": {"listCircles sort", "listCirclesTimeSpent sort", "listMemberFeed event", "listRoles view", "listRolesCustomFields view"},
	"humanity": {
		"listAvailabilityApprovals type", "listEmployees check_permission", "listEmployees inactive", "listEmployees location",
		"listEmployees scheduler_users", "listEmployees with_custom_fields", "listEmployees with_settings", "listLeaves deleted",
		"listLeaves force_user_timezone", "listLeaves location", "listLeaves mode", "listLeaves position", "listLeaves sortby",
		"listLocations filter[include_primary]", "listLocations updated_at", "listMessages mode", "listOnNow lateforwork", "listShifts budget",
		"listShifts filled", "listShifts filter_by_employee", "listShifts filter_by_site", "listShifts filter_by_skill",
		"listShifts include_ghost_shifts", "listShifts overnight", "listShifts vacation", "listTimeclocks location",
		"listTrainingModuleComments type", "listTrainingModules detailed",
	},
	"spiro": {"listCompanies per_page", "listOpportunities per_page", "listQuotes per_page"},
}

// TestFiltersThatDoNothingAreDocumented tries every query parameter of every list, and holds the package's documentation to what came: a
// filter that is taken and does nothing looks, in a test, like a list that has nothing to leave out.
func TestFiltersThatDoNothingAreDocumented(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range idle {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := vendors[name].start(t, []Option{WithoutRateLimit(), AllowViolations(), WithRecords(12)})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			var found []string
			for _, op := range s.model.operations {
				if s.model.ready(op); op.Method != "GET" || op.items == "" {
					continue
				}
				path, _, _ := strings.Cut(sample(s, op, 0).path, "?")
				for _, p := range op.parameters {
					id := op.ID + " " + p.Name
					// Only what was deleted differs by these, and nothing is.
					if p.In == "query" && !strings.EqualFold(strings.ReplaceAll(p.Name, "_", ""), "includedeleted") && !acts(t, s, path, beside[id], p.Name, p.Schema.Value) {
						found = append(found, id)
					}
				}
			}
			slices.Sort(found)
			if d := cmp.Diff(want, found); d != "" {
				t.Error("parameters that change nothing:\n" + d)
			}
			about := regexp.MustCompile(`(?si)//   - ` + name + `: taken and without effect are (.*?)\.\n//   - `).FindSubmatch(text)
			if about == nil {
				t.Fatal("doc.go doesn't say which do nothing")
			}
			for _, id := range want {
				_, parameter, _ := strings.Cut(id, " ")
				if !regexp.MustCompile(`(^|[\s,])` + regexp.QuoteMeta(parameter) + `($|[\s,])`).Match(about[1]) {
					t.Errorf("doc.go doesn't name %s", id)
				}
			}
		})
	}
}

// acts reports whether any value of a parameter changes what a list responds.
func acts(t *testing.T, s *Server, path, beside, name string, schema *openapi3.Schema) bool {
	t.Helper()
	var values []string
	for _, word := range schema.Enum {
		values = append(values, fmt.Sprint(word))
	}
	switch {
	case values != nil:
	case schema.Type.Is("integer"):
		values = []string{"99999999", "0", "1", "2"}
	case schema.Type.Is("boolean"):
		values = []string{"true", "false"}
	case strings.HasPrefix(schema.Format, "date"):
		values = []string{"2001-01-01", "2099-01-01", "2099-01-01T00:00:00Z"}
	default:
		values = []string{"none", "1", "true", "name", "-name", "2099-01-01T00:00:00Z"}
	}
	plain := do(t, s, get(path+"?"+beside))
	for _, v := range values {
		query, err := url.ParseQuery(beside)
		if err != nil {
			t.Fatal(err)
		}
		query.Set(name, v)
		if got := do(t, s, get(path+"?"+query.Encode())); got.body != plain.body {
			return true
		}
	}
	return false
}
