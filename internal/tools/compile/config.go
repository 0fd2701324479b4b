package main

import (
	"bytes"
	"path/filepath"
	"text/template"

	"github.com/seed-8da6be54/vendorkit/internal/spec/emit"
)

// configuration is what differs between the generator's runs; the rest stands in specs/templates/config.yaml.tmpl.
type configuration struct {
	Package string // also the vendor's name
	// Templates and Output are folders, as seen from where the generator runs.
	Templates, Output string
	Part              string // "models" or "client"
	TypeMapping       string
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
	if c.Output == "" {
		c.Output = "gen/" + c.Package
	}
	var config bytes.Buffer
	err = form.Execute(&config, c)
	return config.Bytes(), err
}
