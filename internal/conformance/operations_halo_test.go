package conformance

import (
	"fmt"
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func haloVendor() vendor {
	return vendor{
		client: func(t *testing.T, server *vendortest.Server) any {
			key := auth.HeaderKey("X-Halo-Api-Key", auth.NewSecret(server.Credentials().APIToken), server.URL)
			client, err := halo.NewClient(server.URL, halo.WithRequestEditorFn(key), rest.WithoutPacing(), rest.WithoutRetries())
			must(t, err)
			return client
		},
		deepest:  3,
		needed:   map[string]map[string]any{"listActions": {"ticket_id": 5}},
		unlisted: "field_of_a_later_version",
		prepare: func(_ *testing.T, server *vendortest.Server, _ any, operation string, path map[string]string) map[string]any {
			switch operation {
			case "getAction", "deleteAction": // of the ticket that it belongs to
				for record := range server.Records("Actions").All() {
					if fmt.Sprint(record["id"]) == path["id"] {
						return map[string]any{"ticket_id": record["ticket_id"]}
					}
				}
			case "saveAttachments":
				return map[string]any{"data": "aGFsbG8=", "data_base64": "aGFsbG8="}
			case "saveReports": // one to keep, not one to run
				return map[string]any{"_loadreportonly": false}
			}
			return nil
		},
	}
}
