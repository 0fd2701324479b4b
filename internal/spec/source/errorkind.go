package source

// ErrorKinds are the common cases that a document's error codes can be of, by their words there, as the generated client names them.
var ErrorKinds = map[string]string{
	"unauthorized": "rest.ErrUnauthorized", "forbidden": "rest.ErrForbidden", "not_found": "rest.ErrNotFound", "conflict": "rest.ErrConflict",
	"invalid": "rest.ErrInvalid", "rate_limited": "rest.ErrRateLimited", "server": "rest.ErrServer",
}
