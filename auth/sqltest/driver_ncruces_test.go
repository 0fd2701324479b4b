//go:build !mattn

package sqltest

import _ "github.com/ncruces/go-sqlite3/driver"

// sqlite3 is whose driver goes by that name. Two do, and a program can have one.
const sqlite3 = "ncruces"
