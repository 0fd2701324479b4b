package vendortest

import (
	"encoding/json"
	"net/http"
	"strings"
)

// haloCheck refuses what the server was seen to refuse: an id written as 95.0, a new action that has no outcome. That it
// comes as 400, and the words, are guesses.
func haloCheck(c *call, body map[string]any) *refusal {
	for _, name := range sortedKeys(body) {
		number, _ := body[name].(json.Number)
		property := propertyOf(c.operation.kind.record, name)
		if (name == "id" || strings.HasSuffix(name, "_id")) && strings.Contains(number.String(), ".") && property != nil && property.Type.Is("integer") {
			return refuse(http.StatusBadRequest, "", name+": "+number.String()+" is no whole number")
		}
	}
	if c.operation.kind.name != "Actions" || c.operation.role != roleUpsert || namesRecord(body["id"]) {
		return nil
	}
	if body["outcome"] == nil && body["outcome_id"] == nil {
		return refuse(http.StatusBadRequest, "", "An outcome is required")
	}
	return nil
}

// haloSame compares two values whichever way they are spelt: 12, 12.0 and "12" are the same.
func haloSame(a, b any) bool { return haloNumber(a) == haloNumber(b) }
