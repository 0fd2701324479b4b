package sqltx

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestTableIsMadeAndChecked(t *testing.T) {
	t.Parallel()
	table := Table{Name: "app.things", Columns: "a, b", Key: "a", Schema: "CREATE TABLE IF NOT EXISTS app.things (a text PRIMARY KEY, b text)"}
	for _, dialect := range []Dialect{PostgreSQL(), SQLite()} {
		for word, want := range map[string]string{"": "", "CREATE": "it broke", "INSERT": "app.things isn't as Schema says (columns a, b; primary key a): it broke"} {
			f := &fakeDB{}
			if word != "" {
				f.respond = failing(word, 1, errBroke)
			}
			err := table.Make(t.Context(), f.open(t), dialect, time.Minute)
			if (err == nil) != (want == "") || err != nil && (!errors.Is(err, errBroke) || !strings.Contains(err.Error(), want)) {
				t.Errorf("%s, %s fails: %v", dialect.Name, word, err)
			}
			if committed := f.sent("1 COMMIT"); committed != (want == "") {
				t.Errorf("%s, %s fails: committed: %t", dialect.Name, word, committed)
			}
			// Two that make the same table at once may both fail on PostgreSQL, unless they wait for each other.
			if locked := f.sent("SELECT pg_advisory_xact_lock"); locked != (dialect.LockRow != "") {
				t.Errorf("%s: others are locked out: %t", dialect.Name, locked)
			}
		}
	}
}
