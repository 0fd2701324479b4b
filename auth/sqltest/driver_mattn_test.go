//go:build mattn

package sqltest

import _ "github.com/mattn/go-sqlite3"

// sqlite3 is whose driver goes by that name. Two do, and a program can have one.
const sqlite3 = "mattn"
