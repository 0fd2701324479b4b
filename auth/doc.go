// Package auth obtains, keeps and sends the credentials of the vendors' APIs.
//
// A provider's constructor makes a [Source], and a provider's request editor puts the source's tokens on requests:
//
//	src, err := auth.HolaspiritPassword(auth.HolaspiritConfig{Username: "...", Password: auth.NewSecret("...")})
//	c, err := holaspirit.NewClient("", holaspirit.WithRequestEditorFn(auth.Holaspirit(src)))
//
// # Flows
//
// Holaspirit: e-mail address and password ([HolaspiritPassword]), a refresh token ([HolaspiritRefresh]), an
// organization's read-only token that begins with "api:" ([HolaspiritToken]). [Source.Revoke] ends a login.
//
// Spiro: the login page ([SpiroAuthorizeURL], then [SpiroAuthorizationCode] with the code that it gives), a refresh token
// ([SpiroRefresh]). Spiro's token endpoint gets JSON, Holaspirit's a form.
//
// # What is stored, and how refresh tokens rotate
//
// A [Store] has one [Record] for each vendor and account: the access token, its expiry, the refresh token. Both vendors
// replace the refresh token with every renewal. Holaspirit's works once. Spiro's old pair dies when the new access token
// is first used. So a renewal is one operation on the store: lock, read again, renew only if the token is still stale,
// save, and only then use it. All who share a store make one renewal between them. After a restart the store's login is
// used before the configured one, which has been spent by then.
//
// When the vendor refuses a refresh token, the store is read once more, and a pair that another holder wrote is taken
// over. Failing that, the password is used, if there is one; a password that was refused isn't sent again for a minute,
// then two, up to an hour, because accounts get locked. What another holder wrote is never deleted.
//
// When a token was issued but can't be saved, it isn't used: it waits in memory, and saving it is tried again.
//
// The default store is a [MemoryStore] of the source's own. It forgets the login with the process.
//
// # Sending
//
// Every editor is bound to one host, and refuses any other and plain http (loopback excepted) before it attaches
// anything. [Bearer], [QueryToken] and [HeaderKey] are the building blocks for APIs that have no provider here. When the
// vendor answers 401, the client of package rest tells the credential: that token value is dropped, one renewal is made,
// and the call is sent once more.
//
// # Errors
//
// What goes wrong is a [*TokenError]: provider, grant, HTTP status, code, the vendor's words, and a hint what to do.
// errors.Is(err, [ErrLoginNeeded]) says that no waiting helps and a person must act. Nothing that this package returns
// shows a secret, a body or a URL's query, however it is printed or encoded. A failure isn't repeated by every caller:
// for some seconds, or for as long as the vendor asked, they get the same error.
//
// # Tokens of your own
//
// Anything with Token(ctx) is a [TokenSource]. [FromOAuth2] makes one of an oauth2.TokenSource, and [OAuth2] is the way
// back. A source that also is an [Invalidator] is told when its token was refused. An oauth2.Token itself prints its
// access token in clear: don't log it.
package auth
