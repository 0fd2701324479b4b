// Package prose has what people want to know of a vendor's document and simulators don't: descriptions, and the Go methods that
// the generator has made of each operation. internal/tools/compile writes it, one file per vendor, when it makes the client.
package prose

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed data/*.gen.json
var files embed.FS

// Vendor is the prose of one vendor's document.
type Vendor struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Server      string `json:"server"` // the URL of the first server, variables in braces
	Docs        Link   `json:"docs"`   // the vendor's own page on its API
	// Sources say where the sources are that evidence names in short: an address, or a repository, or a file of one, at a commit.
	Sources  map[string]string `json:"sources"`
	Services []Service         `json:"services"`
	// Parameters are what most operations mean by a parameter, by its place and name, such as "query page_size". What an operation
	// means that isn't among them stands with the operation.
	Parameters map[string]Parameter `json:"parameters"`
	// Operations are by operationId. Each is read when it is asked for, see ReadOperation.
	Operations map[string]json.RawMessage `json:"operations"`
	// Schemas have the descriptions of fields, by the name of the schema, then the path of the field: names between dots, of the
	// items of a list as of a field itself, "*" for a field without a name of its own. "" is the schema. Where a schema that is
	// written says nothing, what the schema says that it was derived from holds.
	Schemas map[string]map[string]string `json:"schemas"`
	// Evidence has what schemas and fields say of their evidence themselves, by the names and paths of Schemas.
	Evidence map[string]map[string]Evidence `json:"evidence"`
	// Names are those of fields in Go, by the name of the schema, then that on the wire. Under "" stands what most schemas call a field, but
	// for what the vendor's word list gives; under a schema what it calls it otherwise.
	Names map[string]map[string]string `json:"names"`
	// Forms say of schemas that are sent as forms how their fields are written, in the words of call.EncodeForm, by the names of the schema
	// and of the field; "x-extra" is for fields without a name of their own.
	Forms map[string]map[string]string `json:"forms"`
}

// Service is a group of operations: a field of the Go client, or of one of the packages below the client's.
type Service struct {
	Name    string `json:"name"`
	About   string `json:"about,omitzero"`
	Group   string `json:"group,omitzero"`   // the field of work, where the vendor's services have such
	Package string `json:"package,omitzero"` // the Go package below the vendor's own; "" for that itself
}

// Link leads to a page.
type Link struct {
	Address string `json:"address,omitzero"`
	Name    string `json:"name,omitzero"`
}

// Evidence says how sure something is and where it is known from, as far as it is said. What isn't is that of what has it.
type Evidence struct {
	Level  string `json:"level,omitzero"`
	Source string `json:"source,omitzero"`
	Note   string `json:"note,omitzero"`
}

// Operation is the prose of an operation.
type Operation struct {
	Description string               `json:"description,omitzero"`
	Deprecation *Deprecation         `json:"deprecation,omitzero"`
	Methods     []Method             `json:"methods"`
	Parameters  map[string]Parameter `json:"parameters,omitempty"`
	Responses   map[string]string    `json:"responses,omitempty"` // by status
}

// Deprecation says why an operation is deprecated.
type Deprecation struct {
	Since  string `json:"since,omitzero"`
	Use    string `json:"use,omitzero"` // the operationId to use instead
	Reason string `json:"reason,omitzero"`
}

// Method is a Go method, as it is declared.
type Method struct {
	Name  string     `json:"name"`
	Takes []Argument `json:"takes"`
	Gives string     `json:"gives"` // as it stands behind the arguments, in brackets where it is several
}

// Argument is an argument of a method. Its type is as the method's package writes it.
type Argument struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// Parameter is the prose of a parameter. Field and Type are those of the struct of parameters, "" for one that is an argument itself.
type Parameter struct {
	Description string   `json:"description,omitzero"`
	Field       string   `json:"field,omitzero"`
	Type        string   `json:"type,omitzero"`
	Evidence    Evidence `json:"evidence,omitzero"`
}

// Open reads the prose of a vendor.
func Open(vendor string) (*Vendor, error) {
	data, err := files.ReadFile("data/" + vendor + ".gen.json")
	if err != nil {
		return nil, fmt.Errorf("there is no prose of %q: go generate makes it", vendor)
	}
	var out Vendor
	if err := json.Unmarshal(data, &out); err != nil {
		return nil, fmt.Errorf("the prose of %s: %w", vendor, err)
	}
	return &out, nil
}

// ReadOperation reads the prose of an operation; the zero Operation where there is none.
func (v *Vendor) ReadOperation(id string) (Operation, error) {
	var out Operation
	data, ok := v.Operations[id]
	if !ok {
		return out, nil
	}
	if err := json.Unmarshal(data, &out); err != nil {
		return out, fmt.Errorf("the prose of operation %s: %w", id, err)
	}
	return out, nil
}
