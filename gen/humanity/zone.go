package humanity

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrUnknownZone: no time zone name was found that this machine's zone database has. An offset alone isn't accepted as a zone, since
// it would be wrong for half of the year: set the zone by its name, with time.LoadLocation.
var ErrUnknownZone = errors.New("unknown time zone")

// Zone asks Me for the time zone that wall times are in. Keep the result, since it costs a call.
//
// What the vendor returns there is the user's zone. No account is known in which it differs from the account's; if it does, the
// account's is right. A program that runs where no zone database is installed should import time/tzdata.
func (c *Client) Zone(ctx context.Context, opts ...CallOption) (*time.Location, error) {
	me, err := c.Me.Get(ctx, opts...)
	if me == nil {
		return nil, err
	}
	zone, unknown := me.Data.Zone()
	if unknown != nil && err != nil {
		return nil, err
	}
	return zone, unknown
}

// Zone returns the employee's time zone, by whichever of its names is known; the error wraps ErrUnknownZone.
func (e *Employee) Zone() (*time.Location, error) {
	names := []string{e.TimezoneName, e.Timezone}
	offset := ""
	if info := e.TimezoneInfo; info != nil {
		names = append([]string{info.Name}, append(names, info.NameFormatted)...)
		offset = info.Offset
	}
	return zoneOf(offset, names...)
}

// Zone returns the location's own time zone; the error wraps ErrUnknownZone.
func (l *Location) Zone() (*time.Location, error) { return zoneOf("", l.Timezone) }

func zoneOf(offset string, names ...string) (*time.Location, error) {
	var found []string
	for _, name := range names {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if name != "Local" { // which would be this machine's zone
			if zone, err := time.LoadLocation(name); err == nil {
				return zone, nil
			}
		}
		found = append(found, fmt.Sprintf("%q", name))
	}
	text := "no name was given"
	if len(found) > 0 {
		text = "found " + strings.Join(found, ", ")
	}
	if offset != "" {
		text += fmt.Sprintf(", offset %q", offset)
	}
	return nil, fmt.Errorf("humanity: %w: %s", ErrUnknownZone, text)
}
