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
// a request editor of its own and takes no source ([HaloAPIKey]). One [HaloConfig] serves all of Halo's layouts;
// [DiscoverHalo] asks an instance which one it has. A wrong tenant shows as HTTP 500, and the error's hint says so.
//
// # What is stored, and how refresh tokens rotate
//
// A [Store] has one [Record] for each vendor and account: the access token, its expiry, the refresh token. The vendors
// replace the refresh token with every renewal. Holaspirit's is single-use. Spiro's old pair dies when the new access
// token is first used. Humanity and Halo don't document this, so their refresh tokens count as working once; where a response has no
// new one, the old one is kept. With Halo's client credentials there is none: a new access token is asked for, and shared by the store. So a
// renewal is one operation on the store: lock, read again, renew only if the token is still stale, save, and only then
// use it. All who share a store make one renewal between them. After a restart the store's login is used before the
// configured one, which has been spent by then.
//
// The account's name is the configuration's Account. Where that is empty it is the Username, or else the ClientID, or else
// [DefaultAccount]: by one rule for every vendor, so that two logins which differ never share a record. An application that acts by
// itself (Halo's client credentials) is its ClientID. To go on with a login that the command line made, name its account:
// DefaultAccount, unless it was made with --account.
//
// When the vendor refuses a refresh token, the store is read once more, and a pair that another holder wrote is taken
// over. Failing that, the password is used, if there is one; a password that was refused isn't sent again for a minute,
// then two, up to an hour, because accounts get locked. What another holder wrote is never deleted. A 401 without an
// OAuth error counts as a refusal too, but such a refresh token is tried again after a while: the 401 may have come from
// something in front of the vendor.
//
// # Stores
//
// A [MemoryStore], one for each source, is the default. It forgets the login with the process. A [FileStore] is a folder
// for all processes of one machine, a [SQLStore] a table for those of many: PostgreSQL, or SQLite for one. The module
// auth/keyring keeps logins in the keyring of the operating system. A store of your own implements [Store], and may write
// records down by [EncodeRecord]. [SQLStore] has a table of the drivers and poolers that it is tested with.
//
// # When a process dies
//
// A renewal can be interrupted safely at every point but one. With Spiro nothing is lost anywhere: the new pair is in
// the store before its first use, and until then the old one works. With a single-use refresh token the new one is in
// danger from the moment in which the vendor responds until the store has it: on a FileStore until it is written (not yet
// durable; the next process finishes a save that a dead one had begun), on a SQLStore until it is committed. To keep that
// moment short, and to know afterwards that something happened in it, a note of what is about to be done, the intent, is saved with
// the record before the request:
// a store that can't be written to is found out while nothing is at risk, and whoever finds a spent token with an intent on it
// reports [ErrLost] and when it happened. Where there is a password it is used then, and OnError of the configuration
// is called with the loss. Client credentials have nothing to lose and no intent.
//
// The intent also has a deadline: the Timeout, and 25 seconds in which its process saves what it got, trying
// again where the store fails. Until then nobody else sends that refresh token: they wait, look into the store again, and find
// the new one there. So after a process that was killed between its intent and its save, the others go on when that time is
// over, not before; with a token that is still good they don't notice. Who can't wait so long gets [CodeUnderWay], which
// passes. Nor is anything sent in a last moment: who has waited for half of its Timeout begins it anew, twice at most, so that there is time
// for the response; and a machine that slept after its intent looks into the store again, and sets another, before it sends.
//
// A token that was issued and can't be saved isn't used. It waits in memory, and saving it is tried again and again; the
// error that is returned meanwhile is an [ErrStore].
//
// # Many machines
//
// Ten workers on several machines share one login by sharing a database:
//
//	db, err := sql.Open("pgx", os.Getenv("DATABASE_URL"))
//	store, err := auth.NewSQLStore(auth.SQLConfig{DB: db, Dialect: auth.PostgreSQL()})
//	err = store.CreateSchema(ctx) // once; any number at the same time may
//	src, err := auth.SpiroRefresh(auth.SpiroConfig{ClientID: id, ClientSecret: secret, Store: store, Account: "crm"})
//
// The user signs in once, anywhere, into the same store and account ([SpiroAuthorizationCode]). From then on the workers
// need no secret but the client's. When the token nears its end, the first that notices locks the row, asks the vendor,
// saves and commits; the others wait for the row and find the new token in it. Each waits no longer than its Timeout, and
// goes on with the old token as long as that is good. A worker that loses its network while it holds the lock is
// disconnected by the database server, which releases the lock. The clocks of the machines should agree to within the Skew.
//
// # Logins by the command line
//
// "vendorkit login VENDOR" makes a login in a FileStore (--store; by default "vendorkit" in the user's folder for settings), with what
// renewing it takes, and "vendorkit token VENDOR" prints a token that is good, for scripts. A program goes on with such a login by a
// FileStore of that folder and the login's account, which is DefaultAccount unless --account named another. Secrets come from files,
// VENDORKIT_PASSWORD, VENDORKIT_CLIENT_SECRET, VENDORKIT_TOKEN or a question, never from the command line. Spiro's and Halo's redirect
// URL must be registered exactly: by default http://127.0.0.1:53682/callback. "vendorkit logout" ends a login at the vendor where that
// is possible.
//
// # Sending
//
// Every editor is bound to one host, and refuses any other and plain http (loopback excepted) before it attaches
// anything. [Bearer], [QueryToken] and [HeaderKey] are the building blocks for APIs that have no provider here. When the
// vendor responds with 401, the client of package rest tells the credential: that token value is dropped, one renewal is made,
// and the call is sent once more.
//
// # Errors
//
// What goes wrong is a [*TokenError]: provider, grant, HTTP status, code, the vendor's words, and a hint what to do.
// errors.Is(err, [ErrLoginNeeded]) says that no waiting helps and the user must sign in again. Nothing that this package returns
// shows a secret, a body or a URL's query, however it is printed or encoded. After a failed
// renewal, every caller gets the same error for some seconds, or for as long as the vendor asked (five minutes at most), and no new request is made.
//
// # Tokens of your own
//
// Anything with Token(ctx) is a [TokenSource]. [FromOAuth2] makes one of an oauth2.TokenSource, and [OAuth2] is the way
// back. A source that also is an [Invalidator] is told when its token was refused. An oauth2.Token itself prints its
// access token in clear: don't log it.
package auth
