package rest

import "context"

// Save makes a call that sends records, a list, to an operation that creates those without an id and changes those with
// one, and decodes what was saved, one record or many, into saved, a pointer to a list. With change every record must have
// an id, without it none may: else nothing is sent, because the vendor would silently do the other thing.
func Save(ctx context.Context, client *Client, call *Call, opts []CallOption, records any, change bool, saved any) error {
	call.JSON(records)
	call.identified(change)
	call.OneOrMany()
	return DoInto(ctx, client, call, opts, saved)
}

// identified refuses a body whose records don't have an id, or do have one.
func (c *Call) identified(want bool) {
	if c.err != nil {
		return
	}
	number := 0
	items := eachItem(c.body.data, func(item []byte) {
		number++
		id := ""
		scanMembers(item, func(name, value []byte) bool {
			if string(name) == "id" {
				id = scalarText(value)
			}
			return true
		})
		switch has := id != "" && id != "0" && id != "null"; {
		case want && !has:
			c.fail("record %d has no id: an update without one would create a new record", number)
		case !want && has:
			c.fail("record %d has an id: it would change that record; use Update", number)
		}
	})
	if items == 0 {
		c.fail("there are no records to send")
	}
}

// eachItem visits the items of a JSON list and returns how many there are.
func eachItem(data []byte, visit func(item []byte)) int {
	count := 0
	i := skipSpace(data, 0)
	if i >= len(data) || data[i] != '[' {
		return 0
	}
	for i = skipSpace(data, i+1); i < len(data) && data[i] != ']'; count++ {
		end := skipValue(data, i)
		if end < 0 {
			return count
		}
		visit(data[i:end])
		if i = skipSpace(data, end); i < len(data) && data[i] == ',' {
			i = skipSpace(data, i+1)
		}
	}
	return count
}
