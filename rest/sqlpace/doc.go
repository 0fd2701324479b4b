// Package sqlpace shares a vendor's rate limit between processes, on one machine or several, through a database: PostgreSQL for
// several machines, SQLite for one, each with a driver of your choice.
//
//	pace, err := sqlpace.New(sqlpace.Config{DB: db, Dialect: sqlpace.PostgreSQL()})
//	err = pace.CreateSchema(ctx) // once; any number of processes may at the same time
//	client, err := holaspirit.NewClient("", pace.Share("acme"), holaspirit.WithRequestEditorFn(...))
//
// All clients that share an account keep to the vendor's window together. A client reserves a few places in it at a time: as many as
// it used lately, but at most a twentieth of the window. So a busy client queries the database only once in many calls. It gives
// back what it doesn't use within a fiftieth of the window. Places that were reserved by a process that died count as used.
//
// It works, without any settings, with the drivers and poolers in the table of auth.SQLStore: pgx and lib/pq, also with PgBouncer in
// transaction and session mode; modernc.org/sqlite, ncruces/go-sqlite3 and mattn/go-sqlite3. It recovers from cut connections and
// from a database that is unavailable for some seconds.
package sqlpace
