package main

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// errNothing is what comes without code and error: not the vendor's response.
var errNothing = errors.New("the address has neither a code nor an error in it")

// codeIn returns the code in what the vendor's page sends back, if it is the response to the login that has this state.
func codeIn(values url.Values, vendor, state string) (string, error) {
	code, refusal, back := values.Get("code"), values.Get("error"), values.Get("state")
	switch {
	case code == "" && refusal == "":
		return "", errNothing
	case subtle.ConstantTimeCompare([]byte(back), []byte(state)) == 1:
	case back == "" && refusal != "": // no harm in believing a refusal
	case back == "":
		return "", fmt.Errorf("%s's response has no state, so it may not belong to this login. If it never has one, log in with --paste and paste the code alone", vendor)
	default:
		return "", fmt.Errorf("%s's response has another state: it belongs to another login attempt. Close the old pages and start again", vendor)
	}
	if refusal == "" {
		return code, nil
	}
	said := wiretext.Show(refusal, nil, 60)
	if back == "" { // it may come from anybody, whose words aren't repeated
		if !slices.Contains([]string{"access_denied", "invalid_redirect_uri", "redirect_uri_mismatch", "invalid_request", "invalid_scope", "unauthorized_client",
			"unsupported_response_type", "server_error", "temporarily_unavailable"}, refusal) {
			said = "unknown, and without this login's state"
		}
	} else if why := wiretext.Show(values.Get("error_description"), nil, 200); why != "" {
		said += ": " + why
	}
	switch refusal {
	case "access_denied":
		return "", fmt.Errorf("the login was refused on %s's page (%s)", vendor, said)
	case "invalid_redirect_uri", "redirect_uri_mismatch":
		return "", fmt.Errorf("%s doesn't know the redirect URL (%s): it must be registered exactly as --redirect-url gives it", vendor, said)
	}
	return "", fmt.Errorf("%s's page ended with an error (%s)", vendor, said)
}

// pastedCode returns the code in what a person pasted: the address on which the browser ended, or the code alone, for
// which the person vouches.
func pastedCode(text, vendor, state string) (string, error) {
	text = strings.Trim(text, " \t\"'<>")
	_, query, isAddress := strings.Cut(text, "?")
	if !isAddress && strings.Contains(text, "code=") {
		query, isAddress = text, true
	}
	switch {
	case isAddress:
		query, _, _ = strings.Cut(query, "#")
		values, err := url.ParseQuery(query)
		if err != nil {
			return "", errors.New("what was pasted is not a whole address")
		}
		if values.Has("response_type") {
			return "", errors.New("that is the address of the login page: log in there, and paste the address on which it ends")
		}
		code, err := codeIn(values, vendor, state)
		if errors.Is(err, errNothing) {
			err = errors.New("what was pasted has no code in it: paste the whole address on which the browser ended")
		}
		return code, err
	case text == "":
		return "", errors.New("nothing was pasted")
	case strings.Contains(text, "://") || strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		return "", errors.New("what was pasted has no code in it: paste the whole address on which the browser ended")
	}
	return text, nil
}
