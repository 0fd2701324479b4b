package openapi

import (
	"strings"
)

// resourceOf finds the service that an operation of theirs belongs to: that of our operations with the longest beginning in
// common. A beginning that more than three services share is no service's own; then it is a new one, named by its path.
func (c *comparison) resourceOf(op *operation, ours []*operation) string {
	bare := func(op *operation) string {
		_, path, _ := strings.Cut(op.key, " ")
		return strings.TrimPrefix(strings.TrimPrefix(path, strings.ToLower(c.cut)), "/api")
	}
	parts := strings.Split(strings.Trim(bare(op), "/"), "/")
	for n := len(parts); n > 0; n-- {
		start := "/" + strings.Join(parts[:n], "/")
		count := map[string]int{}
		for _, mine := range ours {
			other := bare(mine)
			if other == start || strings.HasPrefix(other, start+"/") {
				count[mine.tag]++
			}
		}
		if len(count) == 0 {
			continue
		}
		if len(count) > 3 {
			return serviceName(parts, n, op.path)
		}
		best := ""
		for _, tag := range sortedNames(count, nil) {
			if best == "" || count[tag] > count[best] {
				best = tag
			}
		}
		return best
	}
	return serviceName(parts, 0, op.path)
}

// serviceName names a new service after the path's first part that isn't a parameter, behind the first n.
func serviceName(parts []string, n int, path string) string {
	written := strings.Split(strings.Trim(path, "/"), "/") // in its own case, and perhaps with a prefix
	written = written[max(len(written)-len(parts)+n, 0):]
	for _, part := range written {
		if name := exportedName(inBraces.ReplaceAllString(part, "")); name != "" {
			return plural(name)
		}
	}
	return "Others"
}
