package conformance

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func humanityVendor() vendor {
	return vendor{
		client: func(t *testing.T, server *vendortest.Server) any {
			given := server.Credentials()
			source, err := auth.HumanityPassword(auth.HumanityConfig{
				BaseURL: server.URL, ClientID: given.ClientID, ClientSecret: auth.NewSecret(given.ClientSecret),
				Username: given.Username, Password: auth.NewSecret(given.Password),
			})
			must(t, err)
			client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)), rest.WithoutPacing(), rest.WithoutRetries())
			must(t, err)
			return client
		},
		prepare: prepareHumanity,
	}
}

// prepareHumanity names records that exist, in a member's terms, and times that a clock can show.
func prepareHumanity(t *testing.T, server *vendortest.Server, _ any, operation string, _ map[string]string) map[string]any {
	id := func(collection string, place int) int64 {
		n := 0
		for record := range server.Records(collection).All() {
			if n++; n > place {
				id, err := strconv.ParseInt(fmt.Sprint(record["id"]), 10, 64)
				must(t, err)
				return id
			}
		}
		t.Fatalf("no record %d of %s", place, collection)
		return 0
	}
	switch operation {
	case "listShifts", "listTimeclocks", "listEmployees", "listPositions", "listLeaves", "getGroupReport":
		return nil
	case "findEmployeeByEID":
		return map[string]any{"eid": "E0001"}
	case "listMasterTasks":
		return map[string]any{"searchTerm": "till", "positionIds": []any{id("positions", 0)}}
	case "publishShifts", "clearShifts":
		return map[string]any{"shifts": []any{id("shifts", 0)}, "restore": int64(0)}
	case "getCustomReport", "getPayrollReport":
		return map[string]any{"start_date": "2025-03-03", "end_date": "2025-03-09", "employee": "all", "location": id("locations", 0)}
	}
	fixed := map[string]any{
		"start_time": "9:00am", "end_time": "5:00pm", "clock_in_time": "Mar 11, 2025 01:33am", "clock_out_time": "Mar 11, 2025 09:33am",
		"datein": "2025-03-10 09:00:00", "dateout": "2025-03-10 17:00:00", "employee": id("employees", 0), "employee_id": []any{id("employees", 0)},
		"add": []any{id("employees", 1)}, "remove": []any{id("employees", 2)}, "schedule": id("positions", 0), "shift": id("shifts", 0),
		"leavetype": id("leave-types", 0), "location": id("locations", 0),
		"lat": "41.88", "lon": "-87.63",
	}
	switch operation {
	case "forceClockOut", "saveTimeclockNote", "manageTimeclock":
		fixed["id"] = id("timeclocks", 95) // one that still runs
	case "logInAtTerminal", "clockInAtTerminal", "clockOutAtTerminal":
		fixed["id"] = id("employees", 5)
	case "clockIn", "clockOut", "createTimeclock", "updateTimeclock", "addClockTime", "createTimeclockEvent", "updateTimeclockEvent", "createEmployee", "updateEmployee":
		delete(fixed, "location") // an address here
	}
	return fixed
}
