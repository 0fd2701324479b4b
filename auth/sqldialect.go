package auth

import "github.com/seed-8da6be54/vendorkit/internal/sqltx"

// SQLDialect is a kind of database.
type SQLDialect struct{ d sqltx.Dialect }

// PostgreSQL is the dialect of PostgreSQL.
func PostgreSQL() SQLDialect { return SQLDialect{sqltx.PostgreSQL()} }

// SQLite is the dialect of SQLite.
func SQLite() SQLDialect { return SQLDialect{sqltx.SQLite()} }
