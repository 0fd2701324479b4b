package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
	"go.yaml.in/yaml/v3"
	"golang.org/x/tools/imports"
)

// generator is oapi-codegen: what its command does with a document and a configuration, without a process for each.
type generator struct{ version string }

// one lets one document at a time into oapi-codegen, whichever generator asks: it keeps what it works on in package-level variables.
var one sync.Mutex

const generatorModule = "github.com/oapi-codegen/oapi-codegen/v2"

func newGenerator() (*generator, error) {
	info, ok := debug.ReadBuildInfo()
	if ok {
		for _, dep := range info.Deps {
			if dep.Path == generatorModule {
				return &generator{version: dep.Version}, nil
			}
		}
	}
	return nil, fmt.Errorf("this program doesn't say which version of %s it is built with", generatorModule)
}

// settings are a configuration file of oapi-codegen's command.
type settings struct {
	codegen.Configuration `yaml:",inline"`
	Output                string `yaml:"output"`
}

// generate returns the file that the configuration names, and the code for it: what can't be formatted with an error.
func (g *generator) generate(config, document []byte) (file, code string, err error) {
	var of settings
	strict := yaml.NewDecoder(bytes.NewReader(config))
	strict.KnownFields(true)
	if err := strict.Decode(&of); err != nil {
		return "", "", err
	}
	of.Configuration = of.UpdateDefaults()
	of.NoVCSVersionOverride = &g.version
	of.OutputOptions.SkipFmt = true // tidied does that, while the next file is made
	if err := of.Validate(); err != nil {
		return "", "", err
	}
	// kin-openapi's loader would take JSON for YAML, which takes several times as long.
	parsed := &openapi3.T{}
	if err := json.Unmarshal(document, parsed); err != nil {
		return "", "", err
	}
	if err := openapi3.NewLoader().ResolveRefsIn(parsed, nil); err != nil {
		return "", "", err
	}
	if code, err = codeOf(parsed, of.Configuration); err == nil {
		code, err = tidied(of, code)
	}
	return of.Output, code, err
}

func codeOf(document *openapi3.T, config codegen.Configuration) (string, error) {
	one.Lock()
	defer one.Unlock()
	return codegen.Generate(document, config)
}

// tidied formats Go and takes out the imports that it doesn't need, as oapi-codegen does. What it can't format it returns as it is.
func tidied(of settings, code string) (string, error) {
	formatted, err := imports.Process(of.PackageName+".go", []byte(code), nil)
	if err != nil {
		return code, err
	}
	return string(formatted), nil
}
