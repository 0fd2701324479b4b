package proxies

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/rest"
)

const tinyproxyConfig = `
Port PORT
Listen 127.0.0.1
Timeout 20
Allow 127.0.0.1
MaxClients 200
LogLevel Error
`

// through is a client's option to go by way of a forward proxy.
func through(addr string, user *url.Userinfo) *http.Client {
	return &http.Client{Transport: &http.Transport{
		Proxy: http.ProxyURL(&url.URL{Scheme: "http", User: user, Host: addr}), MaxIdleConnsPerHost: 32,
	}}
}

// Calls go through a forward proxy, with credentials or without, as if it weren't there: in a tunnel, or by themselves where
// the vendor is on loopback without TLS.
func TestForwardProxies(t *testing.T) {
	skipUnlessAsked(t)
	for name, test := range map[string]struct {
		config string
		user   *url.Userinfo
		run    []string
	}{
		"tinyproxy":             {tinyproxyConfig, nil, []string{"tinyproxy", "-d", "-c", "DIR/config"}},
		"tinyproxy with a user": {tinyproxyConfig + "BasicAuth user hunter2x\n", url.UserPassword("user", "hunter2x"), []string{"tinyproxy", "-d", "-c", "DIR/config"}},
		"squid":                 {squidConfig("http_access allow all"), nil, []string{"squid", "-N", "-f", "DIR/config"}},
	} {
		for _, secure := range []bool{true, false} {
			t.Run(name+", TLS "+strconv.FormatBool(secure), func(t *testing.T) {
				b := newBackend(t, secure)
				p := start(t, test.config, test.run[0], test.run[1:]...)
				own := through(p.addr, test.user)
				result := traffic{at: b.URL, goroutines: 8, calls: 20, opts: []rest.ClientOption{rest.WithHTTPClient(own)}}.run(t, b)
				if secure {
					noneFails(t, result)
				} else {
					noneThatRepeatsFails(t, result) // tinyproxy ends its connections as it likes
				}
			})
		}
	}
}

func squidConfig(access string) string {
	return `
http_port ADDR
pid_filename DIR/pid
cache_log DIR/cache.log
access_log none
cache deny all
coredump_dir DIR
visible_hostname localhost
pinger_enable off
shutdown_lifetime 0 seconds
` + access + "\n"
}

// What a forward proxy refuses has not reached the vendor. The error names the proxy and says so, shows no password, and is not
// tried again where nothing would change.
func TestForwardProxiesThatRefuse(t *testing.T) {
	skipUnlessAsked(t)
	gone := net.JoinHostPort("127.0.0.1", strconv.Itoa(freePort(t)))
	for name, test := range map[string]struct {
		config string
		user   *url.Userinfo
		run    []string
		want   string
	}{
		"no credentials":    {tinyproxyConfig + "BasicAuth user hunter2x\n", nil, []string{"tinyproxy", "-d", "-c", "DIR/config"}, "Proxy Authentication Required"},
		"wrong credentials": {tinyproxyConfig + "BasicAuth user hunter2x\n", url.UserPassword("user", "wrong-hunter3"), []string{"tinyproxy", "-d", "-c", "DIR/config"}, "Unauthorized"},
		"not allowed":       {squidConfig("http_access deny all"), nil, []string{"squid", "-N", "-f", "DIR/config"}, "Forbidden"},
		"not there":         {"", nil, nil, "refused"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBackend(t, true)
			addr := gone
			if test.run != nil {
				addr = start(t, test.config, test.run[0], test.run[1:]...).addr
			}
			own := through(addr, test.user)
			client, err := rest.NewClient(rest.Vendor{Name: "acme"}, b.URL, rest.WithHTTPClient(own), rest.WithRetryWait(10*time.Millisecond))
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range kinds() {
				err := k.call(t, client, url.Values{"call": {k.name}})
				e, ok := errors.AsType[*rest.Error](err)
				if !ok {
					t.Errorf("%s: %v, want a *rest.Error", k.name, err)
					continue
				}
				text := e.Error()
				t.Logf("%s: %s", k.name, text)
				if e.Outcome() != rest.NotProcessed {
					t.Errorf("%s: %v, want not processed", k.name, e.Outcome())
				}
				if test.run != nil && e.Attempts != 1 {
					t.Errorf("%s: %d attempts, and none after the first could do better", k.name, e.Attempts)
				}
				for _, want := range []string{"proxy", addr, test.want} {
					if !strings.Contains(text, want) {
						t.Errorf("%s: the error doesn't have %q: %s", k.name, want, text)
					}
				}
				if strings.Contains(text, "hunter") {
					t.Errorf("%s: the error shows a password: %s", k.name, text)
				}
			}
			for id, n := range b.seen {
				t.Errorf("%s was processed %d times", id, n)
			}
			source, err := auth.HolaspiritRefresh(auth.HolaspiritConfig{
				BaseURL: b.URL, ClientID: "client-id-0123", ClientSecret: auth.NewSecret("client-secret-0123"),
				RefreshToken: auth.NewSecret("refresh-token-0123"), HTTPClient: own,
			})
			if err != nil {
				t.Fatal(err)
			}
			_, err = source.Token(t.Context())
			if e, ok := errors.AsType[*auth.TokenError](err); !ok || e.Code != auth.CodeUnreachable || !strings.Contains(err.Error(), addr) {
				t.Errorf("a token: %v, want unreachable, and the proxy's name", err)
			}
		})
	}
}
