// Package sqltest tests auth.SQLStore and rest/sqlpace on real databases: SQLite, and PostgreSQL where there is a server.
// It is a module of its own so that no driver gets into the main module's go.mod.
//
// The script with-postgres starts a PostgreSQL and a PgBouncer for the tests and stops them afterwards:
//
//	./with-postgres go test ./...
//
// Without it the tests of PostgreSQL are skipped, unless VENDORKIT_POSTGRES names a server: a connection string of a user
// who may make tables.
//
// Two drivers of SQLite go by one name, so that a program can have one of them: ncruces/go-sqlite3, or with the build tag
// mattn, which needs a C compiler, mattn/go-sqlite3.
package sqltest
