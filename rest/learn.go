package rest

import (
	"net/http"
	"strconv"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// learn takes in what the vendor says of its window. The account may be used by others too: what they have used of it
// shows only here.
func (p *pace) learn(now time.Duration, status int, header http.Header) {
	if limit, ok := p.figure(header, p.limitHeader); ok && limit > 0 {
		p.requests = limit
	}
	// The vendor counts in whole seconds, and may round either way.
	slack := min(time.Second, p.span/20)
	var reset time.Duration
	clock := wiretext.ServerTime(header, time.Now())
	if wait, ok := wiretext.Delay(header.Get(p.resetHeader), clock); ok {
		reset = now + min(wait, 12*p.span) + slack // the window may have been lengthened, but hardly to days
	}
	if left, ok := p.figure(header, p.leftHeader); ok && reset > 0 {
		if now >= p.reset || reset > p.reset+p.span/2 {
			p.left, p.reset = left, reset // the first word on a new window
		} else {
			// Responses overtake one another: of one window, the least is the latest.
			p.left, p.reset = min(p.left, left), min(p.reset, reset)
		}
	}
	if status != http.StatusTooManyRequests {
		return
	}
	switch wait, _ := wiretext.RetryAfter(header, time.Now(), false, ""); {
	case wait > 0:
		p.paused = max(p.paused, now+min(wait, p.span)+slack)
	case reset > 0:
		p.paused = max(p.paused, min(reset, now+p.span+slack))
	default:
		p.fill(now)
	}
}

// figure reads a number that the vendor gives in a header.
func (p *pace) figure(header http.Header, name string) (int, bool) {
	text := header.Get(name)
	if text == "" { // spares the error
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0 && n <= 1<<20
}

// fill takes in that the window is full although there should be room, and nobody says until when: others use the account.
// That they have done so evenly is assumed. After a pause of a sixteenth of the window its room comes back bit by bit, and
// the first to use it finds out whether that is so.
func (p *pace) fill(now time.Duration) {
	p.paused = max(p.paused, now+p.span/16)
	p.others, p.othersFrom = max(p.requests-p.flying-len(p.counted), 0), p.paused
}

// foreign says how many requests of others are taken to count, and when the next of them stops.
func (p *pace) foreign(now time.Duration) (count int, next time.Duration) {
	each := max(p.span/time.Duration(max(p.others, 1)), 1)
	gone := max(0, int((now-p.othersFrom)/each))
	if gone >= p.others {
		p.others = 0
		return 0, 0
	}
	return p.others - gone, p.othersFrom + each*time.Duration(gone+1)
}
