package spec

import "github.com/seed-8da6be54/vendorkit/internal/spec/source"

func (r *reader) page(at *place, v any) (p Page) {
	words := map[string]*string{
		"style": &p.Style, "page": &p.Page, "cursor": &p.Cursor, "size": &p.Size, "ask": &p.Ask, "limit": &p.Limit,
		"from": &p.From, "key": &p.Key, "items": &p.Items,
	}
	paths := map[string]*[]string{"next": &p.Next, "pages": &p.Pages, "current": &p.Current, "total": &p.Total, "token": &p.Token, "besides": &p.Besides}
	for key, v := range r.object(at, v) {
		here := at.below(key)
		switch {
		case words[key] != nil:
			*words[key] = r.string(here, v)
		case paths[key] != nil:
			*paths[key] = r.strings(here, v)
		case key == "cap":
			p.Cap = r.int(here, v)
		case key == "ceiling":
			p.Ceiling = r.int(here, v)
		case key == "loose":
			p.Loose = r.bool(here, v)
		default:
			r.unknown(at, source.XPage, key)
		}
	}
	return p
}

func (r *reader) envelope(at *place, v any) (e Envelope) {
	for key, v := range r.object(at, v) {
		here := at.below(key)
		switch key {
		case "data":
			e.Data = r.string(here, v)
		case "error":
			e.Error = r.string(here, v)
		case "errors":
			e.Errors = r.string(here, v)
		case "code":
			e.Code = r.string(here, v)
		case "token":
			e.Token = r.string(here, v)
		case "success":
			success := r.object(here, v)
			e.Verdict = &Verdict{Field: r.string(here, success["member"]), Equals: success["equals"]}
		default:
			r.unknown(at, source.XEnvelope, key)
		}
	}
	return e
}

func (r *reader) rateLimit(at *place, v any) (l RateLimit) {
	for key, v := range r.object(at, v) {
		here := at.below(key)
		switch key {
		case "requests":
			l.Requests = r.int(here, v)
		case "window":
			l.Window = r.int(here, v)
		case "limit":
			l.Limit = r.string(here, v)
		case "remaining":
			l.Remaining = r.string(here, v)
		case "reset":
			l.Reset = r.string(here, v)
		case "source", "note":
		default:
			r.unknown(at, source.XRateLimit, key)
		}
	}
	return l
}

func (r *reader) evidence(at *place, v any) (e Evidence) {
	for key, v := range r.object(at, v) {
		here := at.below(key)
		switch key {
		case "level":
			e.Level = r.string(here, v)
		case "source":
			e.Source = r.string(here, v)
		case "note":
			e.Note = r.string(here, v)
		default:
			r.unknown(at, source.XEvidence, key)
		}
	}
	return e
}
