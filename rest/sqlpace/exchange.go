package sqlpace

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/pause"
	"github.com/seed-8da6be54/vendorkit/internal/sqltx"
)

// exchangeTime bounds how long a client waits for the database.
const exchangeTime = 10 * time.Second

// exchange books a report and gets places for it. The row is read, changed and written back if nobody else has written it
// in between; else all is done again. So no lock is held, and no transaction is open while this process does something. A
// report whose booking got no response may be booked twice, which leaves room unused for a while and never takes too much.
func (p *Pace) exchange(ctx context.Context, vendor, account string, w window, r report) (reply, error) {
	wait := time.Millisecond
	for {
		current, done, err := p.try(ctx, vendor, account, w, r)
		switch {
		case done:
			return current, nil
		case ctx.Err() != nil:
			return reply{}, errors.Join(fmt.Errorf("sqlpace: the shared rate limit didn't respond in time: %w", ctx.Err()), err)
		case err != nil:
			return reply{}, fmt.Errorf("sqlpace: the shared rate limit can't be reached (%s): %w", cmp.Or(sqltx.Hint(err), "was CreateSchema run?"), err)
		case !pause.For(ctx, wait/2+rand.N(wait)):
			return reply{}, fmt.Errorf("sqlpace: the shared rate limit didn't respond in time: %w", ctx.Err())
		}
		wait = min(wait*3/2, 20*time.Millisecond)
	}
}

func (p *Pace) try(ctx context.Context, vendor, account string, w window, r report) (current reply, done bool, err error) {
	asked := time.Now()
	var version, now int64
	var text string
	single := func(f func(tx *sqltx.Tx) error) error {
		return sqltx.Do(ctx, p.db, p.dialect.d, sqltx.Single, exchangeTime, f)
	}
	err = single(func(tx *sqltx.Tx) error {
		query := "SELECT COALESCE(version, 0), COALESCE(state, ''), " + p.dialect.now + " FROM " + p.table + " WHERE vendor = $1 AND account = $2"
		return tx.Row(ctx, query, []any{vendor, account}, &version, &text, &now)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return reply{}, false, single(func(tx *sqltx.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO "+p.table+" (vendor, account, version, state) VALUES ($1, $2, 0, '') ON CONFLICT (vendor, account) DO NOTHING", vendor, account)
			return err
		})
	}
	if err != nil {
		return reply{}, false, err
	}
	if now == 0 {
		now = time.Now().UnixMilli()
	}
	s := decodeState(text)
	current = s.take(now, w, r)
	current.asked = asked
	var rows int64
	err = single(func(tx *sqltx.Tx) (err error) {
		rows, err = tx.Exec(ctx, "UPDATE "+p.table+" SET version = $1, state = $2 WHERE vendor = $3 AND account = $4 AND COALESCE(version, 0) = $5",
			version+1, s.encode(), vendor, account, version)
		return err
	})
	return current, err == nil && rows == 1, err
}
