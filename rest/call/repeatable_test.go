package call

import "testing"

func TestAParameterThatChangesSomethingKeepsACallFromBeingRepeated(t *testing.T) {
	t.Parallel()
	for query, changes := range map[string]bool{"": false, "reset_token=true": true, "reset_token=1": true, "reset_token=false": false, "reset_token=0": false,
		"reset_tokens=true": false, "a=reset_token": false, "a=1&reset_token=true": true} {
		c := New("get", "GET", "/x")
		*c.Query() = Query(query)
		if got := c.Changing("reset_token"); got != changes || c.Repeatable() == changes {
			t.Errorf("%q changes something: %v, and the call is repeatable: %v", query, got, c.Repeatable())
		}
	}
}
