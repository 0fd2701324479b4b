package main

import (
	"bytes"
	"path/filepath"
	"text/template"

	"github.com/seed-8da6be54/vendorkit/internal/spec/emit"
)

// configuration is what differs between the generator's runs; the rest stands in specs/templates/config.yaml.tmpl.
type configuration struct {
	Vendor  string
	Package string // the vendor's, or one below it
	// Templates and Output are folders.
	Templates, Output string
	Part              string // "models" or "client"
	TypeMapping       string
	Import            string // what the package imports beside the runtime
}

// of returns the configuration of the vendor's own package, for "", or of one below it.
func (c configuration) of(below string) (configuration, error) {
	c.Package = c.Vendor
	if c.Output == "" {
		c.Output = "gen/" + c.Vendor
	}
	if below == "" {
		return c, nil
	}
	own, err := importPath(c.Output)
	c.Package, c.Import, c.Output = below, own, c.Output+"/"+below
	return c, err
}

// write returns oapi-codegen's configuration for one part of the package.
func (c configuration) write(part string) ([]byte, error) {
	form, err := template.ParseFiles(filepath.Join(c.Templates, "config.yaml.tmpl"))
	if err != nil {
		return nil, err
	}
	if c.TypeMapping, err = emit.TypeMapping(); err != nil {
		return nil, err
	}
	c.Part = part
	var config bytes.Buffer
	err = form.Execute(&config, c)
	return config.Bytes(), err
}
