package sqlpace

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// exchangeTime bounds how long a client waits for the database.
const exchangeTime = 10 * time.Second

// exchange books a report and gets places for it. The row is read, changed and written back if nobody else has written it
// in between; else all is done again. So no lock is held, and no transaction is open while this process does something.
func (p *Pace) exchange(ctx context.Context, vendor, account string, w window, r report) (reply, error) {
	wait := time.Millisecond
	for {
		answer, done, err := p.try(ctx, vendor, account, w, r)
		switch {
		case done:
			return answer, nil
		case err != nil && !passing(err):
			return reply{}, fmt.Errorf("sqlpace: the shared rate limit can't be reached (was CreateSchema run?): %w", err)
		case !pause(ctx, wait/2+rand.N(wait)):
			return reply{}, errors.Join(fmt.Errorf("sqlpace: the shared rate limit didn't answer in time: %w", ctx.Err()), err)
		}
		wait = min(wait*3/2, 20*time.Millisecond)
	}
}

func (p *Pace) try(ctx context.Context, vendor, account string, w window, r report) (answer reply, done bool, err error) {
	asked := time.Now()
	var version, now int64
	var text string
	row := p.db.QueryRowContext(ctx, "SELECT version, state, "+p.dialect.now+" FROM "+p.table+" WHERE vendor = $1 AND account = $2", vendor, account)
	if err := row.Scan(&version, &text, &now); errors.Is(err, sql.ErrNoRows) {
		_, err := p.db.ExecContext(ctx, "INSERT INTO "+p.table+" (vendor, account, version, state) VALUES ($1, $2, 0, '') ON CONFLICT (vendor, account) DO NOTHING", vendor, account)
		return reply{}, false, err
	} else if err != nil {
		return reply{}, false, err
	}
	if now == 0 {
		now = time.Now().UnixMilli()
	}
	s := decodeState(text)
	answer = s.take(now, w, r)
	answer.asked = asked
	result, err := p.db.ExecContext(ctx, "UPDATE "+p.table+" SET version = $1, state = $2 WHERE vendor = $3 AND account = $4 AND version = $5",
		version+1, s.encode(), vendor, account, version)
	if err != nil {
		return reply{}, false, err
	}
	rows, err := result.RowsAffected()
	return answer, rows == 1, err
}

// passing reports whether a statement failed because another was in its way. The words are the databases' own, so that
// every driver has them.
func passing(err error) bool {
	text := err.Error()
	return strings.Contains(text, "is locked") || strings.Contains(text, "could not serialize access")
}
