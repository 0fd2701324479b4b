// Package sqlpace shares a vendor's rate limit between processes, on one machine or many, through a database: PostgreSQL
// for many machines, SQLite for one, each with a driver of your choice.
//
//	pace, err := sqlpace.New(sqlpace.Config{DB: db, Dialect: sqlpace.PostgreSQL()})
//	err = pace.CreateSchema(ctx) // once; any number at the same time may
//	client, err := holaspirit.NewClient("", pace.Share("acme"), holaspirit.WithRequestEditorFn(...))
//
// All clients that share an account are together held to the vendor's window. Places in it are reserved a few at a time, a
// twentieth of the window at most and as many as were used lately, so that a busy client asks the database once in many
// calls; what it doesn't use within a fiftieth of the window it gives back. What a process that has died had reserved
// counts as used.
//
// It works with the drivers and poolers that auth.SQLStore has a table of, with no settings: pgx and lib/pq, PgBouncer in
// transaction and session mode too; modernc.org/sqlite, ncruces/go-sqlite3 and mattn/go-sqlite3. A connection that was cut, and a
// database that is away for some seconds, are passed over.
package sqlpace
