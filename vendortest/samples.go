package vendortest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

var (
	firstNames = []string{"Ada", "Amir", "Bea", "Chidi", "Dana", "Emil", "Femi", "Grace", "Hugo", "Ines", "Jonas", "Keiko", "Lena", "Mateo", "Nora", "Omar", "Priya", "Quinn", "Rosa", "Sven", "Tala", "Uma", "Viktor", "Wanda", "Yusuf", "Zoe"}
	lastNames  = []string{"Abara", "Berg", "Costa", "Dubois", "Eriksen", "Ferrari", "Garcia", "Haddad", "Ito", "Jansen", "Kowalski", "Lindqvist", "Moreau", "Novak", "Okafor", "Petit", "Quist", "Rossi", "Sato", "Tanaka", "Ueda", "Vogel", "Weber", "Young", "Zhang"}
	adjectives = []string{"Blue", "Bright", "Calm", "Clear", "Early", "Green", "Keen", "Light", "Northern", "Open", "Quick", "Quiet", "Silver", "Steady", "Warm"}
	nouns      = []string{"Harbour", "Garden", "Bridge", "Compass", "Lantern", "Meadow", "Orchard", "Pioneer", "River", "Signal", "Studio", "Summit", "Tower", "Voyage", "Workshop"}
	cities     = []string{"Lyon", "Boston", "Utrecht", "Porto", "Graz", "Leeds", "Aarhus", "Turin"}
	states     = []string{"MA", "NY", "CA", "TX", "WA", "IL"}
	keys       = []string{"field", "4b2c", "region_", "team", "9a", "level_"}
)

func (g *generator) word() string { return strings.ToLower(nouns[g.rng.IntN(len(nouns))]) }

func (g *generator) phrase() string { return g.boxedPhrase().(string) }

func (g *generator) boxedPhrase() any {
	adjective := g.rng.IntN(len(adjectives))
	return phrases()[adjective][g.rng.IntN(len(nouns))]
}

// phrases are all there are, as they go into a record: a record has hundreds, and putting each together would be half of what it costs
// to make one. The table never changes.
var phrases = sync.OnceValue(func() [][]any {
	all := make([][]any, len(adjectives))
	for i, adjective := range adjectives {
		for _, noun := range nouns {
			all[i] = append(all[i], adjective+" "+noun)
		}
	}
	return all
})

// firstName and lastName depend on the slot alone, so that all fields of a record speak of one person.
func (g *generator) firstName() string { return firstNames[g.slot%len(firstNames)] }

func (g *generator) lastName() string {
	return lastNames[(g.slot/len(firstNames)+g.slot)%len(lastNames)]
}

// text makes a plausible text for a field by its name.
func (g *generator) text(name string) string { return g.boxedText(name).(string) }

func (g *generator) boxedText(name string) any { return g.textBy(g.facts(name)) }

func (g *generator) textBy(facts *wordFacts) any {
	if facts.text != nil {
		return facts.text(g)
	}
	return g.boxedPhrase()
}

func (g *generator) facts(name string) *wordFacts {
	if g.planned != nil && g.planned.name == name {
		return g.planned.facts
	}
	return g.server.named(name)
}

// textFor finds what strings a field has, by its squashed name; nil for phrases.
func textFor(key string) func(g *generator) any {
	has := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(key, part) })
	}
	as := func(make func(g *generator) string) func(*generator) any {
		return func(g *generator) any { return make(g) }
	}
	always := func(text any) func(*generator) any {
		return func(*generator) any { return text }
	}
	switch {
	case key == "id":
		return as(func(g *generator) string { return fmt.Sprintf("%08x%016x", g.rng.Uint32(), g.rng.Uint64()) })
	case has("firstname"):
		return ofSlot(firstNameText, (*generator).firstName)
	case has("lastname"), has("surname"):
		return ofSlot(lastNameText, (*generator).lastName)
	case has("displayname"), has("fullname"), has("username"):
		return ofSlot(fullNameText, func(g *generator) string { return g.firstName() + " " + g.lastName() })
	case has("initials"):
		return ofSlot(initialsText, func(g *generator) string { return g.firstName()[:1] + g.lastName()[:1] })
	case strings.HasSuffix(key, "date"), key == "since":
		return ofSlot(dateText, func(g *generator) string { return g.around().Format("2006-01-02") })
	case strings.HasSuffix(key, "at"), strings.HasSuffix(key, "until"), strings.HasSuffix(key, "term"), key == "time":
		updated := isUpdated(key)
		return func(g *generator) any { return g.boxedTime(updated) }
	case has("email"):
		return ofSlot(emailText, func(g *generator) string {
			return strings.ToLower(fmt.Sprintf("%s.%s%d@example.com", g.firstName(), g.lastName(), g.slot+1))
		})
	case has("phone", "mobile", "fax"):
		return ofSlot(phoneText, func(g *generator) string { return fmt.Sprintf("+1617555%04d", g.slot%10000) })
	case has("base64"):
		return always("dmVuZG9ydGVzdA==")
	case has("token", "secret", "hash"):
		return as(func(g *generator) string { return fmt.Sprintf("%016x%016x", g.rng.Uint64(), g.rng.Uint64()) })
	case key == "avatarurl":
		return ofSlot(avatarText, func(g *generator) string { return fmt.Sprintf("media/avatars/%d.png", g.slot+1) })
	case has("slug"):
		return as(func(g *generator) string { return fmt.Sprintf("%06x-%s", g.rng.IntN(1<<24), g.word()) })
	case has("website"), strings.HasSuffix(key, "url"), strings.HasSuffix(key, "link"):
		return as(func(g *generator) string { return "https://example.com/" + g.word() + "/" + strconv.Itoa(g.slot+1) })
	case key == "body", has("biography", "description", "note", "purpose"):
		return as(func(g *generator) string {
			return "<p>" + g.phrase() + " meets <strong>" + g.phrase() + "</strong> &amp; more.</p>"
		})
	case has("color"):
		return as(func(g *generator) string { return fmt.Sprintf("#%06x", g.rng.IntN(1<<24)) })
	case has("timezone"):
		return always("+02:00")
	case has("language", "locale"):
		return always("en")
	case has("country"):
		return always("France")
	case key == "city":
		return as(func(g *generator) string { return cities[g.rng.IntN(len(cities))] })
	case key == "state":
		return as(func(g *generator) string { return states[g.rng.IntN(len(states))] })
	case has("postal", "zip"):
		return as(func(g *generator) string { return fmt.Sprintf("%05d", 1000+g.rng.IntN(90000)) })
	case has("address"):
		return as(func(g *generator) string { return strconv.Itoa(1+g.rng.IntN(200)) + " " + g.phrase() + " Street" })
	case has("currency"):
		return always("EUR")
	case has("mimetype", "contenttype"):
		return always("application/pdf")
	case has("filename"):
		return as(func(g *generator) string { return g.word() + ".pdf" })
	case has("externalid"):
		return ofSlot(externalIDText, func(g *generator) string { return fmt.Sprintf("EXT-%05d", g.slot+1) })
	case has("name", "title", "summary", "subject", "label"):
		return as(func(g *generator) string { return g.phrase() + g.slotTexts().number() })
	}
	return nil
}

// wordFacts are what a field's name alone decides.
type wordFacts struct {
	text      func(g *generator) any // a string; nil for phrases
	low, high float64                // of its numbers
	updated   bool                   // its times are later than others
}

// named returns the facts of a name. Names come again and again, so they are worked out once. The caller holds mu.
func (s *Server) named(name string) *wordFacts {
	facts, ok := s.names[name]
	if !ok {
		key := squash(name)
		facts = &wordFacts{}
		facts.text, facts.updated = textFor(key), isUpdated(key)
		facts.low, facts.high = numberRange(key)
		s.names[name] = facts
	}
	return facts
}

func isUpdated(key string) bool { return strings.HasPrefix(key, "updated") }

// numberRange bounds a number by its field's name.
func numberRange(key string) (low, high float64) {
	ends := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.HasSuffix(key, part) })
	}
	switch {
	case key == "version":
		return 1, 40
	case strings.Contains(key, "fte") || strings.Contains(key, "fulltime"):
		return 0.1, 1
	case strings.HasPrefix(key, "days") || ends("days"):
		return 1, 28
	case ends("amount", "price", "cost", "total", "value", "revenue"):
		return 1000, 2_500_000
	case ends("percent", "probability", "timespent"):
		return 0, 100
	case ends("count", "counter"):
		return 0, 25
	case ends("duration"):
		return 900, 7200
	case ends("position"):
		return 0, 50
	}
	return 1, 1000
}

// squash makes names comparable: firstName, first_name and first-name become firstname.
func squash(name string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' || r == '.' {
			return -1
		}
		return r
	}, name))
}

// wordsOf splits a name at underscores, hyphens and capitals: parentCircle, parent_circle -> parent, circle.
func wordsOf(name string) []string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		if unicode.IsUpper(r) && lower {
			b.WriteByte(' ')
		}
		lower = unicode.IsLower(r) || unicode.IsDigit(r)
		if r == '_' || r == '-' {
			r = ' '
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.Fields(b.String())
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
