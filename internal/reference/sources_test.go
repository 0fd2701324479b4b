package reference

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSourcesLeadToWhereTheyAre(t *testing.T) {
	for _, test := range []struct {
		vendor, source string
		want           []sourcePart
	}{
		{"humanity", "platform.humanity.com/reference/get-shifts (stored), a forum", []sourcePart{
			{"platform.humanity.com/reference/get-shifts", "https://platform.humanity.com/reference/get-shifts"}, {Text: " (stored), a forum"},
		}},
		{"halo", "homotechsual/HaloAPI Data/Templates/Quote.json @94a53ba", []sourcePart{
			{"homotechsual/HaloAPI Data/Templates/Quote.json @94a53ba", "https://github.com/homotechsual/HaloAPI/blob/94a53ba/Data/Templates/Quote.json"},
		}},
		{"halo", "KelvinTegelaar/CIPP-API @adf3242", []sourcePart{{"KelvinTegelaar/CIPP-API @adf3242", "https://github.com/KelvinTegelaar/CIPP-API/tree/adf3242"}}},
		{"halo", "Halo's server OpenAPI of 2026-07", []sourcePart{{"Halo's server OpenAPI of 2026-07", "index.html#sources"}}},
		{"halo", "Halo's server OpenAPI of 2026; halopsa.com/apidoc", []sourcePart{
			{"Halo's server OpenAPI of 2026", "index.html#sources"}, {Text: "; "}, {"halopsa.com/apidoc", "https://halopsa.com/apidoc"},
		}},
		{"holaspirit", "holaspirit-docs changelog.md (20 May 2024)", []sourcePart{
			{"holaspirit-docs changelog.md", "https://github.com/holaSpirit/holaspirit-docs/blob/d6c2306/changelog.md"}, {Text: " (20 May 2024)"},
		}},
		{"holaspirit", "kAYd9iN/holaspirit-backup docs/api-snapshot.json (published spec)", []sourcePart{
			{"kAYd9iN/holaspirit-backup docs/api-snapshot.json", "https://github.com/kAYd9iN/holaspirit-backup/blob/0c34115/docs/api-snapshot.json"}, {Text: " (published spec)"},
		}},
		{"holaspirit", "kAYd9iN/holaspirit-backup internal/backup/exports.go @e205a11", []sourcePart{ // another commit than the document's
			{"kAYd9iN/holaspirit-backup internal/backup/exports.go @e205a11", "https://github.com/kAYd9iN/holaspirit-backup/blob/e205a11/internal/backup/exports.go"},
		}},
		{"spiro", "cdillerud/DocSync scripts/a.ps1 @290a8620, backend/services/b.py @51c5ed65, c.ps1 @51c5ed65, src/d.py @51c5ed65; spiro.ai", []sourcePart{
			{"cdillerud/DocSync scripts/a.ps1 @290a8620", "https://github.com/cdillerud/DocSync/blob/290a8620/scripts/a.ps1"}, {Text: ", "},
			{"backend/services/b.py @51c5ed65", "https://github.com/cdillerud/DocSync/blob/51c5ed65/backend/services/b.py"}, {Text: ", c.ps1 @51c5ed65, "},
			{"src/d.py @51c5ed65", "https://github.com/cdillerud/DocSync/blob/51c5ed65/src/d.py"}, {Text: "; "}, {"spiro.ai", "https://spiro.ai"},
		}},
		{"spiro", "a copy of backend/services/b.py @51c5ed65; spiro.ai", []sourcePart{ // of a repository that isn't named
			{Text: "a copy of backend/services/b.py @51c5ed65; "}, {"spiro.ai", "https://spiro.ai"},
		}},
		{"spiro", "somebody said so", []sourcePart{{Text: "somebody said so"}}},
	} {
		if diff := cmp.Diff(test.want, open(t, test.vendor).sourceParts(test.source)); diff != "" {
			t.Errorf("%s: %s:\n%s", test.vendor, test.source, diff)
		}
	}
}

// What a parameter or a field says of its evidence itself is shown with it, and nothing is shown twice.
func TestParametersAndFieldsShowTheirEvidence(t *testing.T) {
	humanity, spiro := open(t, "humanity"), open(t, "spiro")
	for _, op := range humanity.Document.Operations {
		if op.ID != "clearShifts" {
			continue
		}
		said, err := humanity.said.Operation(op.ID)
		if err != nil {
			t.Fatal(err)
		}
		o := &operation{Operation: op, said: said, service: humanity.services[0]}
		if part := o.parameter(op.Parameters[0], said.Parameters[0]); part.Level != "inferred" || part.Source != "" || !strings.Contains(string(part.About), "(v1-derived)") {
			t.Errorf("the parameter %s is %+v", part.Name, part)
		}
	}
	for _, test := range []struct {
		v             *vendor
		schema, field string
		want          []any
	}{
		{spiro, "Pagination", "per_page", []any{"inferred", "in a mock only"}},
		{spiro, "Pagination", "", []any{"observed", []string{
			"cdillerud/DocSync packaging-catalog-bc/scripts/Refresh-GPISpiroOpportunityCacheUAT.ps1 @290a8620",
			"https://github.com/cdillerud/DocSync/blob/290a8620/packaging-catalog-bc/scripts/Refresh-GPISpiroOpportunityCacheUAT.ps1",
		}}},
		{spiro, "Pagination", "total_pages", []any{""}}, // that of the type stands for it
		{open(t, "halo"), "TicketUpdate", "is_halo_ack", []any{""}},
		{open(t, "halo"), "ActionInput", "is_halo_ack", []any{"", "not in editions of the vendor's document after 2025-03"}}, // of the type that is read
	} {
		if diff := cmp.Diff(test.want, test.v.proofData(test.v.proofOf(test.schema, test.field), "")); diff != "" {
			t.Errorf("%s.%s:\n%s", test.schema, test.field, diff)
		}
	}
}
