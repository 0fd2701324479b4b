package sqlpace_test

import (
	"database/sql"
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/sqlpace"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	db := new(sql.DB)
	good := sqlpace.Config{DB: db, Dialect: sqlpace.SQLite()}
	for want, change := range map[string]func(*sqlpace.Config){
		"a database":       func(c *sqlpace.Config) { c.DB = nil },
		"a dialect":        func(c *sqlpace.Config) { c.Dialect = sqlpace.Dialect{} },
		"the table's name": func(c *sqlpace.Config) { c.Table = "x; DROP TABLE y" },
	} {
		cfg := good
		change(&cfg)
		if _, err := sqlpace.New(cfg); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	pace, err := sqlpace.New(good)
	if err != nil || !strings.Contains(pace.Schema(), "vendorkit_paces") {
		t.Fatalf("%v, %v", pace, err)
	}
	for _, table := range []string{"paces", "ops.paces_2"} {
		good.Table = table
		if pace, err := sqlpace.New(good); err != nil || !strings.Contains(pace.Schema(), table+" (") {
			t.Errorf("%s: %v", table, err)
		}
	}
	window := rest.Window{Requests: 10, Span: time.Minute}
	if _, err := pace.Limiter("acme", "a", window); err != nil {
		t.Error(err)
	}
	if _, err := pace.Limiter("acme", "", window); err == nil {
		t.Error("no account passed")
	}
	if _, err := rest.NewClient(rest.Vendor{Name: "acme"}, "https://acme.example", pace.Share("a")); err == nil || !strings.Contains(err.Error(), "no known rate limit") {
		t.Errorf("a vendor without a limit: %v", err)
	}
	if _, err := rest.NewClient(rest.Vendor{Name: "acme", Window: window}, "https://acme.example", pace.Share("a")); err != nil {
		t.Error(err)
	}
}
