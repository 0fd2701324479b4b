package vendortest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWritesSurvive(t *testing.T) {
	t.Parallel()
	s := startLab(t)
	made := do(t, s, request{method: "POST", path: "/tickets", body: `{"summary":"Printer down","tags":["a"],"cost":1.25}`})
	if made.status != 201 {
		t.Fatalf("create: %d %s", made.status, made.body)
	}
	id := fmt.Sprint(object(t, made.body)["id"])
	if id != "58" {
		t.Errorf("id %s, want the one after the 57 seeded", id)
	}
	read := object(t, do(t, s, get("/tickets/"+id)).body)
	if read["summary"] != "Printer down" || read["cost"] != 1.25 {
		t.Errorf("read back %v", read)
	}
	changed := do(t, s, request{method: "PATCH", path: "/tickets/" + id, media: "application/x-www-form-urlencoded", body: "id=" + id + "&done=true&tags=x&tags=y&fields[colour]=blue"})
	if changed.status != 200 {
		t.Fatalf("update: %d %s", changed.status, changed.body)
	}
	read = object(t, do(t, s, get("/tickets/"+id)).body)
	if read["summary"] != "Printer down" || read["done"] != true || dig(read, "tags", 1) != "y" || dig(read, "fields", "colour") != "blue" {
		t.Errorf("after the update %v", read)
	}
	if list := object(t, do(t, s, get("/tickets?page_no=6&page_size=10")).body); len(list["tickets"].([]any)) != 8 {
		t.Errorf("last page has %d tickets, want 8", len(list["tickets"].([]any)))
	}
	if got := do(t, s, request{method: "DELETE", path: "/tickets/" + id}); got.status != 204 || got.body != "" {
		t.Errorf("delete: %d %q", got.status, got.body)
	}
	for _, method := range []string{"GET", "DELETE"} {
		if got := do(t, s, request{method: method, path: "/tickets/" + id}); got.status != 404 {
			t.Errorf("%s after the delete: %d", method, got.status)
		}
	}
	if n := s.Records("tickets").Len(); n != 57 {
		t.Errorf("%d tickets, want 57", n)
	}
}

func TestBulkWriteCreatesAndChanges(t *testing.T) {
	t.Parallel()
	s := startLab(t)
	got := do(t, s, request{method: "POST", path: "/tickets/bulk", body: `[{"id":3,"summary":"Changed"},{"id":999,"summary":"New"}]`})
	if got.status != 200 || !strings.HasPrefix(got.body, "[") {
		t.Fatalf("%d %s", got.status, got.body)
	}
	for id, want := range map[string]string{"3": "Changed", "999": "New"} {
		if record, ok := s.Records("tickets").Get(id); !ok || record["summary"] != want {
			t.Errorf("ticket %s is %v", id, record["summary"])
		}
	}
	if n := s.Records("tickets").Len(); n != 58 {
		t.Errorf("%d tickets, want 58", n)
	}
}

func TestRecordsOfATest(t *testing.T) {
	t.Parallel()
	s := startLab(t, WithRecords(0))
	tickets := s.Records("tickets")
	if tickets.Len() != 0 {
		t.Fatalf("%d tickets, want none", tickets.Len())
	}
	if list := object(t, do(t, s, get("/tickets")).body); len(list["tickets"].([]any)) != 0 {
		t.Errorf("list %v, want an empty one", list)
	}
	b := tickets.Insert(0, map[string]any{"id": 7, "summary": "second"})
	a := tickets.Insert(0, map[string]any{"summary": "first"})
	if b != "7" || a == b {
		t.Errorf("ids %q and %q", a, b)
	}
	if !tickets.Set("7", map[string]any{"done": true}) || tickets.Set("8", nil) {
		t.Error("Set must find 7 and not 8")
	}
	var got []string
	for record := range tickets.All() {
		got = append(got, fmt.Sprint(record["summary"], record["done"]))
	}
	if d := cmp.Diff([]string{"first<nil>", "secondtrue"}, got); d != "" {
		t.Error(d)
	}
	if !tickets.Delete("7") || tickets.Delete("7") || tickets.Len() != 1 {
		t.Error("Delete must work once")
	}
	record, _ := tickets.Get(a)
	record["summary"] = "spoilt"
	if again, _ := tickets.Get(a); again["summary"] != "first" {
		t.Error("a caller's change of its copy got into the collection")
	}
}

func TestUnknownCollectionNamesTheKnownOnes(t *testing.T) {
	t.Parallel()
	s, err := lab.start(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	defer func() {
		if said := fmt.Sprint(recover()); !strings.Contains(said, "ticket") || !strings.Contains(said, "statuses") {
			t.Errorf("panic %q", said)
		}
	}()
	s.Records("ticket")
}

func TestSeededRecordsReferToOneAnother(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	members, roles, circles := s.Records("members"), s.Records("roles"), s.Records("circles")
	if members.Len() != 237 || roles.Len() != 512 || circles.Len() != 64 {
		t.Fatalf("%d members, %d roles, %d circles", members.Len(), roles.Len(), circles.Len())
	}
	has := func(list any, id any) bool {
		for _, v := range list.([]any) {
			if v == id {
				return true
			}
		}
		return false
	}
	for member := range members.All() {
		for _, id := range member["memberInRoles"].([]any) {
			role, ok := roles.Get(id.(string))
			if !ok || !has(role["members"], member["id"]) {
				t.Fatalf("member %v isn't in its role %v", member["id"], id)
			}
		}
	}
	for circle := range circles.All() {
		role, ok := roles.Get(circle["role"].(string))
		if !ok || role["circle"] != circle["id"] {
			t.Errorf("circle %v and its role don't name each other", circle["id"])
		}
		if parent := circle["parentCircle"]; parent != nil {
			if _, ok := circles.Get(parent.(string)); !ok {
				t.Errorf("no circle %v", parent)
			}
		}
		for _, id := range circle["subRoles"].([]any) {
			if role, ok := roles.Get(id.(string)); !ok || role["parentCircle"] != circle["id"] {
				t.Errorf("role %v doesn't sit in circle %v", id, circle["id"])
			}
		}
	}
}

func TestSpiroRecordsReferToOneAnother(t *testing.T) {
	t.Parallel()
	s := NewSpiro(t)
	for opportunity := range s.Records("opportunities").All() {
		identifier := func(name string) any {
			data := dig(opportunity, "relationships", name, "data")
			if list, ok := data.([]any); ok {
				data = list[0]
			}
			return dig(data, "id")
		}
		if _, ok := s.Records("companies").Get(identifier("company").(string)); !ok {
			t.Fatalf("no company %v", identifier("company"))
		}
		stages := s.Records(fmt.Sprintf("/pipelines/%v/opportunity_stages", identifier("pipeline")))
		if _, ok := stages.Get(identifier("opportunity_stage").(string)); !ok {
			t.Fatalf("pipeline %v has no stage %v", identifier("pipeline"), identifier("opportunity_stage"))
		}
	}
}

func TestSameSeedSameBytes(t *testing.T) {
	t.Parallel()
	for _, name := range Vendors() {
		read := func(seed uint64) string {
			s, err := Start(name, WithSeed(seed))
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			paths, ok := map[string][]string{
				"spiro":      {"/companies", "/opportunities?page%5Bnumber%5D=2", "/companies"},
				"holaspirit": {organization(s) + "/roles?page=3", organization(s) + "/members?count=7", "/api/me"},
				"humanity":   {"/employees", "/locations", "/shifts/440000007", "/timeclocks/55000007", "/leaves?limit=7&page=2"},
				"halo":       {"/Tickets?pageinate=true&page_size=3&page_no=2", "/Client/7?includedetails=true", "/Actions?ticket_id=9"},
			}[name]
			if !ok { // whatever lists need nothing
				for _, op := range s.model.operations {
					if op.page.style != "" && !strings.Contains(op.path, "{") {
						paths = append(paths, op.path)
					}
				}
			}
			all := ""
			for _, path := range paths {
				all += do(t, s, get(path)).body
			}
			return all
		}
		if a, b := read(1), read(1); a != b {
			t.Errorf("%s: %s", name, cmp.Diff(a, b))
		}
		if name := `"name"`; strings.Count(read(1), name) == 0 {
			t.Fatalf("nothing was read")
		}
		if a, b := read(1), read(2); lettersOf(a) == lettersOf(b) {
			t.Errorf("%s: two seeds give the same texts", name)
		}
	}
}

// lettersOf leaves the digits out of a text, and with them the ids.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'f' {
			return -1
		}
		return r
	}, s)
}
