package sqlpace

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// state is what the table holds of one account's window. Times are milliseconds.
type state struct {
	// Held are the places that clients have reserved or have requests under way for.
	Held []holding `json:"held,omitempty"`
	// Used are the places of requests that were responded to, in the order in which they stop counting.
	Used []use `json:"used,omitempty"`
}

// holding is what one client holds. It is renewed until it is nothing; one that is past its time is of a client that died.
type holding struct {
	Client string `json:"c"`
	Places int    `json:"n"`
	Until  int64  `json:"t"`
}

// use is a number of requests that count until a time.
type use struct {
	Places int   `json:"n"`
	Until  int64 `json:"t"`
}

// window is the limit that a state is held to, in milliseconds.
type window struct {
	requests int
	span     int64
	hold     int64 // how long reserved places are good, and a client's word
	grace    int64 // how much longer a client is given to renew it, before it is taken for dead
	grid     int64 // times are rounded up to its multiples, so that the state stays small
}

func newWindow(requests int, span time.Duration) window {
	part := func(n, least time.Duration) int64 { return max(span/n, least).Milliseconds() }
	return window{
		requests: requests, span: span.Milliseconds(),
		hold: part(50, 100*time.Millisecond), grace: part(10, time.Second), grid: part(200, time.Millisecond),
	}
}

// report is what a client says when it asks for places.
type report struct {
	client string
	done   int // requests responded to since the last time
	flying int // requests under way
	want   int // places wanted
}

// reply is what a client gets: places, good for the window's hold, or when to ask again.
type reply struct {
	places int
	asked  time.Time // by this process's clock; the hold counts from then
	again  int64     // from now; there may be room before that, when others give places back
	full   int64     // from now; there is no room before that for certain
}

// take brings the state up to now, books a report into it, and gives out places.
func (s *state) take(now int64, w window, r report) reply {
	s.Held = slices.DeleteFunc(s.Held, func(h holding) bool {
		if h.Client == r.client {
			return true
		}
		if h.Until+w.grace >= now && h.Until <= now+w.hold {
			return false
		}
		// Who held it has died, and may have sent the last of its requests when its time was over. (Or somebody has set
		// the clock back.)
		s.use(h.Places, min(h.Until, now)+w.span, w)
		return true
	})
	if r.done > 0 {
		s.use(r.done, now+1+w.span, w)
	}
	s.Used = slices.DeleteFunc(s.Used, func(u use) bool { return u.Until <= now })
	used, held := 0, 0
	for i := range s.Used {
		s.Used[i].Until = min(s.Used[i].Until, now+1+w.span+w.grid) // no more can be left, unless the clock was set back
		used += s.Used[i].Places
	}
	for _, h := range s.Held {
		held += h.Places
	}
	places := max(min(r.want, w.requests-used-held-r.flying), 0)
	if r.flying+places > 0 {
		s.Held = append(s.Held, holding{r.client, r.flying + places, now + w.hold})
	}
	out := reply{places: places, again: w.hold}
	if len(s.Used) > 0 {
		out.again = min(out.again, s.Used[0].Until-now)
		if used+r.flying >= w.requests {
			out.full = s.Used[0].Until - now
		}
	}
	return out
}

// use books requests that count until a time.
func (s *state) use(places int, until int64, w window) {
	until = (until + w.grid - 1) / w.grid * w.grid
	at, found := slices.BinarySearchFunc(s.Used, until, func(u use, until int64) int { return cmp.Compare(u.Until, until) })
	if found {
		s.Used[at].Places += places
		return
	}
	s.Used = slices.Insert(s.Used, at, use{places, until})
}

func decodeState(text string) state {
	var s state
	if json.Unmarshal([]byte(text), &s) != nil {
		return state{} // what nobody can read is as good as nothing: the window is empty after a while anyway
	}
	return s
}

func (s state) encode() string {
	text, _ := json.Marshal(s)
	return string(text)
}
