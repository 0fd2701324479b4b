package vendortest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// problem says what is wrong with a fault that couldn't show as it was meant; "" when nothing is.
func (f *Fault) problem() string {
	if f.Status != 0 && (f.Status < 200 || f.Status > 999) {
		return fmt.Sprintf("the fault's Status is %d, which ends no response", f.Status)
	}
	// What stands in for the response. A Status can go with Code, Body or Edit; of the others one excludes the rest.
	instead := isSet(map[string]bool{
		"ResetBeforeResponse": f.ResetBeforeResponse, "Redirect": f.Redirect != "", "HTML200": f.HTML200, "Code": f.Code != 0, "Body": f.Body != "",
	})
	if f.Status != 0 && !slices.Equal(instead, []string{"Code"}) && !slices.Equal(instead, []string{"Body"}) && f.Edit == nil {
		instead = append(instead, "Status")
	}
	if len(instead) > 1 {
		return "the fault has " + strings.Join(instead, " and ") + ", of which only one can replace the response"
	}
	own := isSet(map[string]bool{"Fields": len(f.Fields) > 0, "Values": len(f.Values) > 0, "Repeated": len(f.Repeated) > 0, "Edit": f.Edit != nil})
	if len(own) > 0 && len(instead) > 0 {
		return fmt.Sprintf("the fault's %s would change the vendor's own response, which its %s replaces; to change both body and status use Edit with Status",
			strings.Join(own, " and "), instead[0])
	}
	ways := isSet(map[string]bool{
		"TruncateJSON": f.TruncateJSON, "ResetBeforeBody": f.ResetBeforeBody, "ResetAfterBody": f.ResetAfterBody,
		"GzipBomb": f.GzipBomb > 0, "Drip": f.Drip > 0, "SlowBody": f.SlowBody > 0, "ResetBeforeResponse": f.ResetBeforeResponse,
	})
	if len(ways) > 1 {
		return "the fault has " + strings.Join(ways, " and ") + ", of which only one can happen to a response"
	}
	if len(instead)+len(own)+len(ways) == 0 && f.Delay <= 0 && len(f.Header) == 0 && f.RetryAfter <= 0 && f.WrongContentType == "" {
		return "the fault doesn't say what goes wrong: set Status, Delay or another of its fields"
	}
	return ""
}

// isSet names the fields that are set, sorted.
func isSet(fields map[string]bool) []string {
	maps.DeleteFunc(fields, func(_ string, set bool) bool { return !set })
	return slices.Sorted(maps.Keys(fields))
}
