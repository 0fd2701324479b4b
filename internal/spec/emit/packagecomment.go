package emit

import (
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// about says what the services of a package below the vendor's own are for.
func (d *document) about(at string) string {
	groups := d.Groups()
	return groups[slices.IndexFunc(groups, func(g source.Group) bool { return g.Package == at })].About
}

// packageComment writes the comment of a package below the vendor's own: what it holds, and how it is come by.
func (d *document) packageComment(at string) string {
	lines := wrap("Package " + at + " has the services for " + d.about(at) + " that aren't on [" + d.Vendor + ".Client] itself, and the types that they alone need. New makes them from a client, whose credentials, pace and options they have:")
	lines = append(lines, "", "\tservices := "+at+".New(client)", "")
	lines = append(lines, wrap("What the services take and give that others have too is in package "+d.Vendor+".")...)
	for i, line := range lines {
		lines[i] = strings.TrimRight("// "+line, " ")
		if strings.HasPrefix(line, "\t") {
			lines[i] = "//" + line
		}
	}
	return strings.Join(lines, "\n") + "\n"
}
