package sqlpace

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/sqltx"
	"github.com/seed-8da6be54/vendorkit/rest"
)

const defaultTable = "vendorkit_paces"

// Config says where a [Pace] keeps its table.
type Config struct {
	DB      *sql.DB // opened with a driver of your choice
	Dialect Dialect
	Table   string // default "vendorkit_paces"; a schema may stand before it, with a dot
}

// Dialect is a kind of database.
type Dialect struct {
	d   sqltx.Dialect
	now string // milliseconds by the database's clock; 0 where that is this machine's
}

// PostgreSQL is the dialect of PostgreSQL. Only the database server's clock is used, so the clocks of the machines may differ.
func PostgreSQL() Dialect {
	return Dialect{sqltx.PostgreSQL(), "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint)"}
}

// SQLite is the dialect of SQLite, for the processes of one machine.
func SQLite() Dialect { return Dialect{sqltx.SQLite(), "0"} }

// Pace is a table in which accounts share their vendors' rate limits. It may be used by any number of goroutines.
type Pace struct {
	db      *sql.DB
	dialect Dialect
	table   string
}

// New returns the Pace of a database. It doesn't access the database; CreateSchema creates the table.
func New(cfg Config) (*Pace, error) {
	if cfg.Table == "" {
		cfg.Table = defaultTable
	}
	switch {
	case cfg.DB == nil:
		return nil, errors.New("sqlpace: New needs a database")
	case cfg.Dialect.d.Name == "":
		return nil, errors.New("sqlpace: New needs a dialect: PostgreSQL() or SQLite()")
	case !sqltx.PlainName(cfg.Table):
		return nil, errors.New("sqlpace: the table's name may have letters, digits and underscores, and one dot")
	}
	return &Pace{cfg.DB, cfg.Dialect, cfg.Table}, nil
}

// Schema returns the statement that creates the table, for projects that keep their schema in migrations.
func (p *Pace) Schema() string {
	return "CREATE TABLE IF NOT EXISTS " + p.table + ` (
	vendor  text   NOT NULL,
	account text   NOT NULL,
	version bigint NOT NULL,
	state   text   NOT NULL,
	PRIMARY KEY (vendor, account)
)`
}

// CreateSchema creates the table unless it exists. A table of that name with other columns, or without the primary key, is an error.
// Any number of processes may call it at once.
func (p *Pace) CreateSchema(ctx context.Context) error {
	table := sqltx.Table{Name: p.table, Columns: "vendor, account, version, state", Key: "vendor, account", Schema: p.Schema()}
	if err := table.Make(ctx, p.db, p.dialect.d, exchangeTime); err != nil {
		return fmt.Errorf("sqlpace: the table can't be made: %w", err)
	}
	return nil
}

// Share makes a client share the vendor's window with all others that share the same account. The account is any name for what the
// vendor counts requests by. No vendor says whether that is a token, a user or an organization, so the widest is the safest choice.
// It is an error if the vendor's rate limit isn't known, since then there is nothing to share.
func (p *Pace) Share(account string) rest.ClientOption {
	return func(c *rest.Client) error {
		limiter, err := p.Limiter(c.Name(), account, c.Window())
		if err != nil {
			return err
		}
		return rest.WithLimiter(limiter)(c)
	}
}

// Limiter returns the limiter that Share gives a client, for a window other than the vendor's documented one.
func (p *Pace) Limiter(vendor, account string, window rest.Window) (rest.Limiter, error) {
	switch {
	case vendor == "" || account == "":
		return nil, errors.New("sqlpace: a vendor and an account are needed, to share by")
	case window.Requests <= 0 || window.Span < 10*time.Millisecond:
		return nil, errors.New("sqlpace: " + vendor + " has no known rate limit; Limiter takes one of your own")
	}
	return newLimiter(p, vendor, account, window), nil
}
