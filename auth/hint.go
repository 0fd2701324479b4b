package auth

// commonHint says what to do about a code whatever the provider; "" where the description says it all.
func commonHint(code string) string {
	switch code {
	case CodeInvalidScope:
		return "Ask for no scope that the application wasn't given"
	case CodeUnauthorizedClient, CodeUnsupportedGrant:
		return "The application isn't allowed this kind of login: check how it is set up at the vendor"
	case CodeRateLimited:
		return "Wait before the next try"
	case CodeServer:
		return "The trouble is on the vendor's side: try again later"
	case CodeInvalidResponse, CodeHTTP, CodeRedirected:
		return "Check the configured address: this may not be the vendor's token endpoint, or a proxy responds for it"
	}
	return ""
}
