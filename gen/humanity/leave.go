package humanity

import (
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// Person returns whose leave it is, whether the vendor has sent an id or an object; false when it has sent neither.
func (l *Leave) Person() (NamedRef, bool) {
	var who NamedRef
	if id, ok := l.Employee.Int(); ok {
		who.ID = value.Int(id)
	} else if l.Employee.Fields() != nil {
		_ = value.Decode(l.Employee, &who) // half of a reference is better than none
	}
	if who.ID == 0 {
		who.ID = l.UserID
	}
	if who.Name == "" {
		who.Name = l.EmployeeName
	}
	return who, who != NamedRef{}
}

// ApprovedAt returns when the leave was approved, whether the vendor has sent a string or an object; false when it wasn't.
// loc is the account's zone.
func (l *Leave) ApprovedAt(loc *time.Location) (time.Time, bool) {
	if l.ApprovedOn.Fields() != nil {
		var day DateObject
		_ = value.Decode(l.ApprovedOn, &day) // the pieces that can be read may well do
		at := day.In(loc)
		return at, !at.IsZero()
	}
	var at value.Time
	if l.ApprovedOn.Decode(&at) != nil {
		return time.Time{}, false
	}
	return Moment(at, loc)
}
