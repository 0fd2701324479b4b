package spec

import "github.com/seed-8da6be54/vendorkit/internal/spec/source"

func (r *reader) page(at *place, v any) (p Page) {
	r.read(at, source.XPage, v, fields{
		"style": &p.Style, "page": &p.Page, "cursor": &p.Cursor, "size": &p.Size, "ask": &p.Ask, "limit": &p.Limit, "from": &p.From,
		"key": &p.Key, "items": &p.Items, "next": &p.Next, "pages": &p.Pages, "current": &p.Current, "total": &p.Total, "token": &p.Token,
		"besides": &p.Besides, "cap": &p.Cap, "ceiling": &p.Ceiling, "loose": &p.Loose,
	})
	return p
}

func (r *reader) envelope(at *place, v any) (e Envelope) {
	r.read(at, source.XEnvelope, v, fields{
		"data": &e.Data, "error": &e.Error, "errors": &e.Errors, "code": &e.Code, "token": &e.Token,
		"success": func(at *place, v any) {
			e.Verdict = &Verdict{}
			r.read(at, "success", v, fields{"field": &e.Verdict.Field, "equals": func(_ *place, v any) { e.Verdict.Equals = v }})
		},
	})
	return e
}

func (r *reader) rateLimit(at *place, v any) (l RateLimit) {
	r.read(at, source.XRateLimit, v, fields{
		"requests": &l.Requests, "window": &l.Window, "limit": &l.Limit, "remaining": &l.Remaining, "reset": &l.Reset, "source": nil, "note": nil,
	})
	return l
}

func (r *reader) evidence(at *place, v any) (e Evidence) {
	r.read(at, source.XEvidence, v, fields{"level": &e.Level, "source": &e.Source, "note": &e.Note})
	return e
}
