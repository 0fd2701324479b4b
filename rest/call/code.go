package call

// Code is one verdict of a vendor whose responses carry their own (see rest.Envelope).
type Code struct {
	// Value is the verdict's text, Name a word for it: "91", "throttled".
	Value, Name string
	// Kind is the common case of package rest that it is one of (rest.ErrRateLimited, ...); nil for none.
	Kind error
}
