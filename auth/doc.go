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
// Humanity: user name and password ([HumanityPassword]), a refresh token ([HumanityRefresh]). Its token travels in the
// query, or in the header with [HumanityHeader].
//
// Spiro: the login page ([SpiroAuthorizeURL], then [SpiroAuthorizationCode] with the code that it gives), a refresh token
// ([SpiroRefresh]). Spiro's token endpoint gets JSON, the others' a form.
//
// Halo: an application that acts by itself ([HaloClientCredentials]), the login page with PKCE ([HaloAuthorizeURL], then
// [HaloAuthorizationCode]), a refresh token ([HaloRefresh]), name and password ([HaloPassword]), and an API key, which is
// a request editor of its own and needs no source ([HaloAPIKey]). One [HaloConfig] serves all of Halo's layouts;
// [DiscoverHalo] asks an instance which one it has. A wrong tenant shows as HTTP 500, and the error's hint says so.
//
// # What is stored, and how refresh tokens rotate
//
// A [Store] has one [Record] for each vendor and account: the access token, its expiry, the refresh token. Holaspirit and Spiro
// replace the refresh token with every renewal. Holaspirit's is single-use. Spiro's old pair ends when the new access token is first
// used. Humanity and Halo don't document this, so their refresh tokens are treated as single-use; if a response has no new one, the
// old one is kept. Halo's client credentials have no refresh token: a new access token is requested, and shared by the store.
//
// Therefore a renewal is one operation on the store: lock, read again, renew only if the token is still stale, save, and only then
// use the new token. All programs that share a store make one renewal between them. After a restart the login in the store is used
// before the configured one, which has been used up by then.
//
// The account's name is the configuration's Account or, if that is empty, the Username, or else the ClientID, or else
// [DefaultAccount]. This rule is the same for every vendor, so that the logins of two names or two applications never share a record.
// A code and a refresh token don't say whose they are: where a store holds several of one application, as a program's does that many
// people sign in to, give each its own Account, or the last one to sign in takes the place of the others. An application that acts on
// its own (Halo's client credentials) goes by its ClientID. To use a login that the command line made, set its account:
// DefaultAccount, unless it was made with --account.
//
// When the vendor refuses a refresh token, the store is read once more, and a pair that another holder wrote is used. Failing that,
// the password is used, if there is one. A password that was refused isn't sent again for a minute, then for two, and so on up to an
// hour, because accounts get locked. It is the process that remembers this: a program that ends with the error, and is started again
// at once by whatever supervises it, sends the password each time. What another holder wrote is never deleted. A 401 without an OAuth
// error counts as a refusal too, but such a refresh token is tried again after a while, because the 401 may have come from something
// in front of the vendor.
//
// # Stores
//
// The default is a [MemoryStore] for each source, which forgets the login when the process ends. A [FileStore] is a folder for all
// processes of one machine, and a [SQLStore] a table in PostgreSQL, for many machines, or in SQLite, for one; its comment lists the
// drivers and poolers that it is tested with. The module auth/keyring keeps logins in the keyring of the operating system. A store
// of your own implements [Store], and can encode records by [EncodeRecord].
//
// # When a process dies
//
// A renewal can be interrupted safely at every point but one. With Spiro nothing is ever lost: the new pair is in the store before
// its first use, and until then the old one works. A single-use refresh token's successor is at risk from the moment when the vendor
// responds until the store has it: until it is written on a FileStore (not yet durably; the next process completes a save that a
// dead process began), or committed on a SQLStore.
//
// To keep that time short, and to detect afterwards that something happened in it, an intent is saved with the record before the
// request: a note of what is about to be done. So a store that can't be written to is found out while nothing is at risk, and a
// process that finds a used token with an intent on it reports [ErrLost] and when it happened. If there is a password, it is used
// then, and OnError of the configuration is called with the loss. Client credentials have nothing to lose, and no intent.
//
// The intent also has a deadline: the Timeout, and 25 seconds for its process to save the result, trying again if the store fails.
// Until then nobody else sends that refresh token: other processes wait, read the store again, and find the new one there. After a
// process was killed between its intent and its save, the others therefore continue only when that time is over. As long as they
// have a valid token, they don't notice. A caller that can't wait that long gets [CodeUnderWay], which is temporary.
//
// Nothing is sent at the last moment either: a process that has waited for half of its Timeout starts it anew, at most twice, so
// that there is time for the response; and after a machine slept between its intent and the request, it reads the store again and
// sets another intent before it sends. A process that was stopped or paused while it waited for the response, and continues only
// when its time is over, still gets two seconds to read what has arrived meanwhile.
//
// A token that was issued but can't be saved isn't used. It is kept in memory, and saving it is tried again and again; meanwhile the
// error is an [ErrStore].
//
// # Many machines
//
// Ten workers on several machines share one login by sharing a database:
//
//	db, err := sql.Open("pgx", os.Getenv("DATABASE_URL"))
//	store, err := auth.NewSQLStore(auth.SQLConfig{DB: db, Dialect: auth.PostgreSQL()})
//	err = store.CreateSchema(ctx) // once; any number of processes may at the same time
//	src, err := auth.SpiroRefresh(auth.SpiroConfig{ClientID: id, ClientSecret: secret, Store: store, Account: "crm"})
//
// The user signs in once, anywhere, into the same store and account ([SpiroAuthorizationCode]). From then on the workers need no
// secret but the client's. When the token is about to expire, the first worker that notices locks the row, asks the vendor, saves
// and commits; the others wait for the row and find the new token in it. Each waits no longer than its Timeout, and uses the old
// token as long as it is valid. If a worker loses its network while it holds the lock, the database server disconnects it and
// releases the lock. The clocks of the machines should agree to within the Skew.
//
// # Logins by the command line
//
// "vendorkit login VENDOR" makes a login in a FileStore (--store; by default "vendorkit" in the user's configuration folder), with
// everything that is needed to renew it, and "vendorkit token VENDOR" prints a valid token, for scripts. A program uses such a login
// through a FileStore of that folder and the login's account, which is DefaultAccount unless --account set another. Secrets come
// from files, from VENDORKIT_PASSWORD, VENDORKIT_CLIENT_SECRET and VENDORKIT_TOKEN, or from a prompt, never from the command line.
// The redirect URL of Spiro and Halo must be registered exactly; the default is http://127.0.0.1:53682/callback. "vendorkit logout"
// ends a login at the vendor if the vendor offers that.
//
// # Sending
//
// Every editor is bound to one host. It refuses any other host, and plain http except on loopback, before it attaches anything.
// [Bearer], [QueryToken] and [HeaderKey] are the building blocks for APIs that have no provider here. When the vendor responds with
// 401, the client of package rest tells the credential: that token is dropped, one renewal is made, and the call is sent once more.
//
// An editor sees the first request only, not those of redirects. The clients of this module follow none to another host. Another
// client that an editor is given to follows them as its http.Client says, and net/http's default carries a [HeaderKey] to any host,
// a [QueryToken] in Referer, and the Authorization header to another port of the same host. Give such a client a CheckRedirect that
// returns http.ErrUseLastResponse.
//
// # Errors
//
// The errors of sources and editors are [*TokenError]: provider, grant, HTTP status, code, the vendor's words, and a hint what to do. errors.Is(err,
// [ErrLoginNeeded]) says that waiting doesn't help, and the user must log in again. Nothing that this package returns shows a
// secret, a body or a URL's query, however it is printed or encoded. After a failed renewal, every caller gets the same error for
// some seconds, or for as long as the vendor asked (at most five minutes), and no new request is made.
//
// # Tokens of your own
//
// Anything with a method Token(ctx) is a [TokenSource]. [FromOAuth2] makes one of an oauth2.TokenSource, and [OAuth2] converts the
// other way. A source that is also an [Invalidator] is told when its token was refused. An oauth2.Token prints its access token in
// clear text: don't log it.
package auth
