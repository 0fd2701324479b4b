package humanity

import "github.com/seed-8da6be54/vendorkit/rest/value"

// ShiftApprovalRows are who was present at a shift: a row for each employee.
type ShiftApprovalRows []ShiftApproval

// UnmarshalJSON reads a list of rows, one row alone, and also the shift itself that v1's older page has in their place: of
// that it makes a row for each employee on it, or one that names the shift alone where it has none.
func (r *ShiftApprovalRows) UnmarshalJSON(data []byte) error {
	*r = nil
	list := value.JSON(data)
	if list.IsNull() {
		return nil
	}
	items := list.Items()
	if items == nil {
		items = []value.JSON{list}
	}
	*r = make(ShiftApprovalRows, 0, len(items))
	var first error
	for _, item := range items {
		rows, err := approvals(item)
		if err != nil && first == nil {
			first = err
		}
		*r = append(*r, rows...)
	}
	return first
}

// approvals reads one item: a row, or a shift. A shift has an id of its own and its employees by name.
func approvals(item value.JSON) ([]ShiftApproval, error) {
	members := item.Fields()
	if _, row := members["employee"]; row || members["id"].IsZero() && members["employees"].IsZero() {
		rows := make([]ShiftApproval, 1)
		return rows, value.Decode(item, &rows[0])
	}
	var shift Shift
	err := value.Decode(item, &shift)
	if len(shift.Employees) == 0 {
		return []ShiftApproval{{ShiftID: shift.ID}}, err
	}
	rows := make([]ShiftApproval, len(shift.Employees))
	for i, who := range shift.Employees {
		rows[i] = ShiftApproval{EmployeeID: who.ID, ShiftID: shift.ID, Absent: value.Bool(who.Absent == "1")}
	}
	return rows, err
}
