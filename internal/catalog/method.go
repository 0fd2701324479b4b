package catalog

import (
	"regexp"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog/prose"
)

// modulePath is the import path of the clients' folder.
const modulePath = "github.com/seed-8da6be54/vendorkit/gen/"

// Method is a Go method that makes an operation.
type Method struct {
	prose.Method

	vendor  string
	service *Service
}

// ImportPath is that of the package that has the method's service.
func (m Method) ImportPath() string {
	if m.service.Package != "" {
		return modulePath + m.vendor + "/" + m.service.Package
	}
	return modulePath + m.vendor
}

// ClientImportPath is that of the package that has the vendor's client.
func (m Method) ClientImportPath() string { return modulePath + m.vendor }

// Package is the name of the package that has the method's service.
func (m Method) Package() string {
	if m.service.Package != "" {
		return m.service.Package
	}
	return m.vendor
}

// Constructor is how what has the service is made: halo.NewClient(baseURL, opts...) for the client, integrations.New(client) for the
// services of a package below it.
func (m Method) Constructor() string {
	if m.service.Package != "" {
		return m.service.Package + ".New(client)"
	}
	return m.vendor + ".NewClient(baseURL, opts...)"
}

// Call is how the method is called, types left out: client.Tickets.List(ctx, params, opts...), or
// integrations.New(client).ATT.List(ctx, params, opts...).
func (m Method) Call() string {
	arguments := make([]string, len(m.Takes))
	for i, argument := range m.Takes {
		arguments[i] = argument.Name
		if strings.HasPrefix(argument.Type, "...") {
			arguments[i] += "..."
		}
	}
	on := "client"
	if m.service.Package != "" {
		on = m.Constructor()
	}
	return on + "." + m.service.Name + "." + m.Name + "(" + strings.Join(arguments, ", ") + ")"
}

// Signature is the method's declaration, its types as another package writes them:
//
//	func (*halo.TicketsService) List(ctx context.Context, params *halo.ListTicketsParams, opts ...halo.CallOption) (*halo.TicketList, error)
func (m Method) Signature() string {
	arguments := make([]string, len(m.Takes))
	for i, argument := range m.Takes {
		arguments[i] = argument.Name + " " + m.Qualified(argument.Type)
	}
	return "func (*" + m.Package() + "." + m.service.Name + "Service) " + m.Name + "(" + strings.Join(arguments, ", ") + ") " + m.Result()
}

// Selector is how a program names the method: Tickets.Create.
func (m Method) Selector() string { return m.service.Name + "." + m.Name }

// Iterates reports whether the method goes through all of a list, by rows or by pages.
func (m Method) Iterates() bool { return strings.HasPrefix(m.Gives, "iter.Seq2[") }

// Argument is an argument's type as another package writes it.
func (m Method) Argument(i int) string { return m.Qualified(m.Takes[i].Type) }

// Result is what the method gives, as another package writes it; several types are in brackets.
func (m Method) Result() string { return m.Qualified(m.Gives) }

// ownType is a type of a package as that package writes it: a name in upper case that no other package is named before.
var ownType = regexp.MustCompile(`(^|\.\.\.|[^.\w])([A-Z]\w*)`)

// Qualified is a type of the method's package, such as that of a parameter's field, as another package writes it.
func (m Method) Qualified(text string) string {
	return ownType.ReplaceAllString(text, "${1}"+m.Package()+".$2")
}
