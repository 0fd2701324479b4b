package drift

import "strings"

// maskNeighbours masks the names of all unknown fields of an object of which one looks like data: such an object is a map, and
// a first name among addresses is somebody's too. It may have been seen in another response than its neighbour.
func maskNeighbours(findings []Finding) []Finding {
	maps := map[[2]string]bool{}
	for _, f := range findings {
		if place, name := f.parent(); f.Kind == KindUnknownField && name == masked {
			maps[place] = true
		}
	}
	if len(maps) == 0 {
		return findings
	}
	kept := findings[:0]
	places := map[key]int{}
	for _, f := range findings {
		if place, name := f.parent(); f.Kind == KindUnknownField && maps[place] && name != masked {
			f.Where = strings.TrimSuffix(f.Where, name) + masked
			if f.Schema != "" {
				f.Field = strings.TrimSuffix(f.Field, name) + masked
			}
		}
		at, twice := places[f.key()]
		if twice {
			kept[at].Responses = max(kept[at].Responses, f.Responses) // the responses may be the same
			continue
		}
		places[f.key()] = len(kept)
		kept = append(kept, f)
	}
	return kept
}

// parent is the object that a finding's field belongs to, and the field's name.
func (f Finding) parent() (object [2]string, name string) {
	place, path := f.Schema, f.Field
	if place == "" {
		place, path = f.Operation, f.Where
	}
	at := strings.LastIndexByte(path, '.') + 1
	return [2]string{place, path[:at]}, path[at:]
}
