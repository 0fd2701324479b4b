package rest

import (
	"net/http"
	"strconv"
	"time"
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
	if wait, ok := seconds(header.Get(p.resetHeader)); ok {
		reset = now + wait + slack
	}
	if left, ok := p.figure(header, p.leftHeader); ok && reset > 0 {
		if now >= p.reset || reset > p.reset+p.span/2 {
			p.left, p.reset = left, reset // the first word on a new window
		} else {
			// Answers overtake one another: of one window, the least is the latest.
			p.left, p.reset = min(p.left, left), min(p.reset, reset)
		}
	}
	if status != http.StatusTooManyRequests {
		return
	}
	switch wait, _ := retryAfter(header, time.Now()); {
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
	n, err := strconv.Atoi(header.Get(name))
	return n, err == nil && n >= 0 && n <= 1<<20
}

// fill takes in that the window is full although there should be room, and nobody says until when. Others use the account;
// that they have done so evenly is assumed, so that room comes back bit by bit, after a pause of a sixteenth.
func (p *pace) fill(now time.Duration) {
	span := p.span
	p.paused = max(p.paused, now+span/16)
	others := p.requests - p.flying - len(p.counted)
	if others <= 0 {
		return
	}
	merged := make([]time.Duration, others+len(p.counted), p.requests+1)
	own, other := p.counted, 1
	for i := range merged {
		merged[i] = now + span*time.Duration(other)/time.Duration(others)
		if len(own) > 0 && (other > others || own[0] <= merged[i]) {
			merged[i], own = own[0], own[1:]
		} else {
			other++
		}
	}
	p.counted = merged
}
