package wiretext

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// TestProxyTellsItsStatus checks a transport that says what a proxy responded, whatever words the proxy has for it.
func TestProxyTellsItsStatus(t *testing.T) {
	t.Parallel()
	for line, lasting := range map[string]bool{
		"407 Proxy Authentication Required": true, "407 ": true, "407 Zugang verweigert": true, "403 Forbidden": true, "400 no": true,
		"408 slow": false, "429 too many": false, "502 Bad Gateway": false, "503 ": false, "503 log in again to authenticate": false,
	} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		go func() {
			c, err := l.Accept()
			if err != nil {
				return
			}
			defer c.Close()
			http.ReadRequest(bufio.NewReader(c))
			io.WriteString(c, "HTTP/1.1 "+line+"\r\nContent-Length: 0\r\n\r\n")
		}()
		transport := &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: "http", User: url.UserPassword("user", "made-up-password"), Host: l.Addr().String()})}
		TellProxy(transport)
		req, err := http.NewRequest(http.MethodPost, "https://vendor.invalid/", strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		watched, sending := Watch(req, true)
		_, err = transport.RoundTrip(watched)
		if !sending.Unsent(err) || !sending.NoConnection() {
			t.Errorf("%s: it may have been sent: %v", line, err)
		}
		refused, ok := errors.AsType[*ProxyError](sending.Explain(transport, watched, err))
		if !ok || refused.Lasting() != lasting || refused.Proxy != l.Addr().String() || !strings.HasPrefix(line, strconv.Itoa(refused.Status)) {
			t.Fatalf("%s: %v", line, err)
		}
		if said := refused.Error(); !strings.Contains(said, strings.TrimSpace(line)) || !strings.Contains(said, "nothing was sent") || strings.Contains(said, "made-up") {
			t.Errorf("%s: %s", line, said)
		}
	}
}

// TestUnreadableProxyAddressDoesNotShow checks the error of a proxy setting that isn't one: net/http quotes it.
func TestUnreadableProxyAddressDoesNotShow(t *testing.T) {
	t.Parallel()
	quoting := errors.New(`invalid proxy address "http://user:made-up-password@[": parse error`)
	transport := &http.Transport{Proxy: func(*http.Request) (*url.URL, error) { return nil, quoting }}
	req, err := http.NewRequest(http.MethodGet, "https://vendor.invalid/", nil)
	if err != nil {
		t.Fatal(err)
	}
	watched, sending := Watch(req, true)
	_, err = transport.RoundTrip(watched)
	if !sending.Unsent(err) {
		t.Errorf("it may have been sent: %v", err)
	}
	if said := sending.Explain(transport, watched, err).Error(); strings.Contains(said, "made-up") || !strings.Contains(said, "HTTPS_PROXY") {
		t.Error(said)
	}
}

// TestProxysOwnWordsAreNoMissingStatus: net/http says in its own spelling that a proxy gave no reason; a proxy that says so means something else.
func TestProxysOwnWordsAreNoMissingStatus(t *testing.T) {
	t.Parallel()
	for text, lasting := range map[string]bool{
		"unknown status code": true, "Unknown Status Code": false, " FORBIDDEN ": true, "request timeout": false, "bad gateway": false, "Not Authorized": true,
	} {
		if got := (&ProxyError{Proxy: "proxy:3128", err: errors.New(text)}).Lasting(); got != lasting {
			t.Errorf("%q: lasting is %t, want %t", text, got, lasting)
		}
	}
}
