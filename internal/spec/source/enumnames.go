package source

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// ConstantNames returns what the constants of an enumeration's values are called in Go, behind the name of its type: by the document's
// x-enum-varnames, by the vendor's word list, or by the words of the value itself. The name of a value depends on no other value, so that
// a program keeps compiling when one is added; where two would have the same, the check of the document asks for x-enum-varnames.
// A value of which no name can be made has the name "" and its reason in the error.
func (d *Document) ConstantNames(enum map[string]any) (names []string, err error) {
	values, said := tree.List(enum["enum"]), tree.List(enum[XEnumNames])
	for i, value := range values {
		var name string
		switch text, isString := value.(string); {
		case i < len(said):
			name, _ = said[i].(string)
			name = constantName(name)
		case isString && text != "" && d.names != nil:
			var fault error
			if name, fault = d.names.GoName(text); fault != nil && err == nil {
				err = fmt.Errorf("%w; or name its constants by %s", fault, XEnumNames)
			}
			name = constantName(name)
		default:
			name = constantName(scalarText(value))
		}
		if name == "" && err == nil {
			err = fmt.Errorf("%q has nothing that a name in Go could have: name its constants by %s", scalarText(value), XEnumNames)
		}
		names = append(names, name)
	}
	return names, err
}

// scalarText is how a value is written in JSON, without quotes.
func scalarText(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}

// signs are the words that the generator has for the signs which a value begins with.
var signs = map[rune]string{
	'-': "Minus", '+': "Plus", '&': "And", '|': "Or", '~': "Tilde", '=': "Equal", '>': "GreaterThan", '<': "LessThan", '#': "Hash", '.': "Dot",
	'*': "Asterisk", '^': "Caret", '%': "Percent", '_': "Underscore",
}

// initialisms are the words that the generator writes in capitals.
var initialisms = wordSet(`acl api ascii cpu css dns eof guid html http https id ip json qps ram rpc sla smtp sql ssh tcp tls ttl udp ui gid uid uuid
	uri url utf8 vm xml xmpp xsrf xss sip rtp amqp db ts`)

var camelWords = pattern(`[\p{Lu}\d]+([\p{Ll}\d]+|$)`)

// constantName makes the name of a value as oapi-codegen does, by SchemaNameToTypeName with ToCamelCaseWithInitialisms: a test compares it
// with what that writes. It is "" where nothing of the value can stand in a name, for which the generator has names that count.
func constantName(value string) string {
	if value == "" {
		return "Empty"
	}
	var joined strings.Builder
	begins, letters := true, false
	for _, c := range value {
		switch {
		case unicode.IsUpper(c), unicode.IsLower(c):
			if begins {
				c = unicode.ToUpper(c)
			}
			joined.WriteRune(c)
			begins, letters = false, true
		case unicode.IsDigit(c):
			joined.WriteRune(c)
			begins, letters = true, true
		default:
			begins = true
		}
	}
	if !letters && strings.TrimLeft(value, "-+&|~=><#.*^%_") != "" && value != "$" {
		return ""
	}
	parts := camelWords().FindAllString(joined.String(), -1)
	for i, part := range parts {
		if lower := strings.ToLower(part); initialisms[lower] {
			parts[i] = strings.ToUpper(part)
		}
	}
	return signPrefix(value) + strings.Join(parts, "")
}

// signPrefix is what stands in front of a name for the signs that a value begins with, or for a digit.
func signPrefix(value string) (prefix string) {
	if value == "$" {
		return "DollarSign"
	}
	for _, c := range value {
		switch sign, ok := signs[c]; {
		case ok:
			prefix += sign
		case c == '$':
		case prefix == "" && unicode.IsDigit(c):
			return "N"
		default:
			return prefix
		}
	}
	return prefix
}

// ofEnum is where an enumeration may stand so that its Go type has a name: under components.schemas, as a field of such a schema or as what
// is in a list or a map there, and as a parameter or what is in its list.
var (
	ofEnum = pattern(`^(components\.schemas\.[^.\[\]]+(\.allOf\[\d+\])?(\.properties\.[^\[\]]+?(\.items|\.additionalProperties)?)?` +
		`|(paths\..+|components)\.parameters(\[\d+\]|\.[^.\[\]]+)\.schema(\.items)?)$`)
	withinTwo = pattern(`\.properties\.[^.]+\.(items|additionalProperties)\.(items|additionalProperties)$`)
)

// checkEnumNames refuses an enumeration whose constants wouldn't have one name each in Go, or for which there is no name of a type.
func (d *Document) checkEnumNames(at string, node tree.Object, fault func(string, ...any)) {
	said, named := node[XEnumNames]
	values, ok := node["enum"].([]any)
	if !ok {
		if named {
			fault("%s.%s: there is no enum: it names the constants of its values", at, XEnumNames)
		}
		return
	}
	if node[XEnumOf] != nil {
		return // a copy of the field that is read, at which it is said
	}
	if !ofEnum().MatchString(at) || withinTwo().MatchString(at) {
		fault("%s: an enum here has no name in Go: give it one under components.schemas, and refer to it", at)
	}
	if node[XLenient] != nil {
		fault("%s: enum beside %s: a value that comes in several spellings has no constants: leave one of them out", at, XLenient)
	}
	if named {
		names, isList := said.([]any)
		if !isList || len(names) != len(values) {
			fault("%s.%s: it is a list of %d names, one for each value, in the order of the enum", at, XEnumNames, len(values))
			return
		}
		for _, said := range names {
			name, ok := said.(string)
			if !ok || !goExported().MatchString(name) {
				fault("%s.%s: %v: a name is letters and digits, the first a capital", at, XEnumNames, said)
				return
			}
			if written := constantName(name); written != name {
				fault("%s.%s: %s: Go's constant would be %s: write it like this", at, XEnumNames, name, written)
			}
		}
	}
	names, err := d.ConstantNames(node)
	if err != nil {
		fault("%s.enum: the value %v, a list of one name for each value", at, err)
		return
	}
	first := map[string]int{}
	for i, name := range names {
		if other, twice := first[strings.ToLower(name)]; twice && !containsValue(values[:i], values[i]) {
			fault("%s.enum: the values %s and %s would both be %s in Go: give the enum %s, a list of one name for each value, so that no name changes when a value is added",
				at, shownScalar(values[other]), shownScalar(values[i]), name, XEnumNames)
			continue
		}
		first[strings.ToLower(name)] = i
	}
}

func shownScalar(value any) string {
	if text, ok := value.(string); ok {
		return strconv.Quote(text)
	}
	return scalarText(value)
}
