package rest_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// listen serves each connection of a raw TCP server, and counts them.
func listen(t *testing.T, serve func(net.Conn)) (address string, connections *atomic.Int64) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	connections = new(atomic.Int64)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			connections.Add(1)
			go func() {
				defer c.Close()
				serve(c)
			}()
		}
	}()
	return l.Addr().String(), connections
}

// script is a raw HTTP/1 server that reads a request whole and writes what it is given.
func script(t *testing.T, write func(c net.Conn, number int64)) (address string, requests *atomic.Int64) {
	requests = new(atomic.Int64)
	address, _ = listen(t, func(c net.Conn) {
		request, err := http.ReadRequest(bufio.NewReader(c))
		if err != nil {
			return
		}
		io.Copy(io.Discard, request.Body)
		write(c, requests.Add(1))
	})
	return address, requests
}

// hangUp ends a connection by RST.
func hangUp(c net.Conn) {
	c.(*net.TCPConn).SetLinger(0)
	c.Close()
}

func text(status, header, body string) string {
	return "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + header + "\r\n" + body
}

// TestHowAWriteEnds is the table of all the ways in which a write can end, and what the caller learns: whether it is an error,
// and what that says of the write; and how often it was sent.
func TestHowAWriteEnds(t *testing.T) {
	t.Parallel()
	const jsonType = "Content-Type: application/json\r\n"
	tests := []struct {
		name, respond string // "": the connection is closed; "reset": it is reset
		want          rest.Outcome
		ok            bool
		sent          int64 // a POST, without a body that is a stream
	}{
		{"200", text("200 OK", jsonType, thingBody), rest.Processed, true, 1},
		{"201", text("201 Created", jsonType, thingBody), rest.Processed, true, 1},
		{"204", text("204 No Content", "", ""), rest.Processed, false, 1},
		{"200 without a body", text("200 OK", jsonType+"Content-Length: 0\r\n", ""), rest.Processed, false, 1},
		{"200, cut", text("200 OK", jsonType+"Content-Length: 100\r\n", `{"name":"a"`), rest.Processed, false, 1},
		{"200, chunks cut", text("200 OK", jsonType+"Transfer-Encoding: chunked\r\n", "4\r\n{\"na\r\n"), rest.Processed, false, 1},
		{"200 that isn't JSON", text("200 OK", jsonType, "<<<"), rest.Processed, false, 1},
		{"200 of another structure", text("200 OK", jsonType, `{"name":{}}`), rest.Processed, false, 1},
		{"200 too large", text("200 OK", jsonType, `{"name":"`+strings.Repeat("x", 5000)+`"}`), rest.Processed, false, 1},
		{"a login page", text("200 OK", "Content-Type: text/html\r\n", "<html>"), rest.MaybeProcessed, false, 1},
		{"a login page without a type", text("200 OK", "", "\n<!DOCTYPE html><title>Log in</title>"), rest.MaybeProcessed, false, 1},
		{"a login page as text", text("200 OK", "Content-Type: text/plain\r\n", "<HTML>"), rest.MaybeProcessed, false, 1},
		{"a picture", text("200 OK", "Content-Type: image/png\r\n", "PNG"), rest.MaybeProcessed, false, 1},
		{"302", text("302 Found", "Location: /login\r\n", ""), rest.MaybeProcessed, false, 1},
		{"400", text("400 Bad Request", jsonType, "{}"), rest.NotProcessed, false, 1},
		{"401", text("401 Unauthorized", "", ""), rest.NotProcessed, false, 1},
		{"407", text("407 Proxy Authentication Required", "", ""), rest.NotProcessed, false, 1},
		{"408", text("408 Request Timeout", "", ""), rest.MaybeProcessed, false, 1},
		{"409", text("409 Conflict", "", ""), rest.NotProcessed, false, 1},
		{"425", text("425 Too Early", "", ""), rest.NotProcessed, false, 1},
		{"429", text("429 Too Many Requests", "", ""), rest.NotProcessed, false, 5},
		{"500", text("500 Internal Server Error", "", ""), rest.MaybeProcessed, false, 1},
		{"502", text("502 Bad Gateway", "", ""), rest.MaybeProcessed, false, 1},
		{"503", text("503 Service Unavailable", "", ""), rest.MaybeProcessed, false, 1},
		{"503 with Retry-After", text("503 Service Unavailable", "Retry-After: 0\r\n", ""), rest.NotProcessed, false, 5},
		{"no response", "", rest.MaybeProcessed, false, 1},
		{"a reset", "reset", rest.MaybeProcessed, false, 1},
		{"half a head", "HTTP/1.1 200 OK\r\nContent-", rest.MaybeProcessed, false, 1},
		{"no HTTP", "SSH-2.0-OpenSSH_9.6\r\n", rest.MaybeProcessed, false, 1},
	}
	for _, test := range tests {
		for name, write := range writes() {
			t.Run(test.name+", "+name, func(t *testing.T) {
				t.Parallel()
				address, requests := script(t, func(c net.Conn, _ int64) {
					if test.respond == "reset" {
						hangUp(c)
						return
					}
					io.WriteString(c, test.respond)
				})
				client, err := rest.NewClient(rest.Vendor{Name: "acme"}, "http://"+address, rest.WithMaxBody(1000), rest.WithRetrier(hasty{rest.NewRetrier(rest.Window{})}), rest.WithRetries(4))
				if err != nil {
					t.Fatal(err)
				}
				sent := test.sent
				if name == "stream" {
					sent = 1
				}
				err = only(client.Do(t.Context(), write(), []rest.CallOption{rest.Repeatable(false)}, new(thing)))
				if got := outcome(t, err); got != test.want || (err == nil) != test.ok || requests.Load() != sent {
					t.Errorf("%v after %d requests: %v", got, requests.Load(), err)
				}
				if err != nil {
					advice := map[rest.Outcome]string{rest.MaybeProcessed: "may have been processed, so look before", rest.Processed: "was processed, so don't send it again"}
					for of, words := range advice {
						if strings.Contains(err.Error(), words) != (of == test.want) {
							t.Errorf("%v, and the error says %v", test.want, err)
						}
					}
				}
			})
		}
	}
}

// TestDownloadSaysWhetherItWasProcessed checks the calls whose response is a file: some make it by a POST.
func TestDownloadSaysWhetherItWasProcessed(t *testing.T) {
	t.Parallel()
	for respond, want := range map[string]rest.Outcome{
		text("200 OK", "Content-Length: 100\r\n", "x"):          rest.Processed,
		text("200 OK", "Content-Type: text/html\r\n", "<html>"): rest.MaybeProcessed,
		text("302 Found", "Location: /login\r\n", ""):           rest.MaybeProcessed,
		text("404 Not Found", "", ""):                           rest.NotProcessed,
		"":                                                      rest.MaybeProcessed,
		text("500 Internal Server Error", "Content-Length: 100\r\n", "x"): rest.MaybeProcessed,
	} {
		address, _ := script(t, func(c net.Conn, _ int64) { io.WriteString(c, respond) })
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, "http://"+address)
		if err != nil {
			t.Fatal(err)
		}
		file, err := client.Open(t.Context(), call.New("makeFile", "POST", "/file"), nil)
		if err == nil {
			_, err = io.ReadAll(file)
			file.Close()
		}
		if got := outcome(t, err); err == nil || got != want {
			t.Errorf("%.30q: %v: %v", respond, got, err)
		}
	}
}

// TestProxyThatLetsNothingThrough checks that what a proxy refused is known to be unsent, is tried again unless that is of no use,
// and that the error names the proxy and not its password.
func TestProxyThatLetsNothingThrough(t *testing.T) {
	t.Parallel()
	const password = "hunter2-hunter2"
	socks := func(method, reply byte) func(net.Conn) {
		return func(c net.Conn) {
			head := make([]byte, 2)
			io.ReadFull(c, head)
			io.ReadFull(c, make([]byte, head[1]))
			c.Write([]byte{5, method})
			if method == 2 { // user and password
				io.ReadFull(c, head)
				io.ReadFull(c, make([]byte, head[1]))
				io.ReadFull(c, head[:1])
				io.ReadFull(c, make([]byte, head[0]))
				c.Write([]byte{1, 1})
				return
			}
			if method == 0 {
				io.ReadFull(c, make([]byte, 5+len("vendor.invalid")+2))
				c.Write([]byte{5, reply, 0, 1, 0, 0, 0, 0, 0, 0})
			}
		}
	}
	http1 := func(status string) func(net.Conn) {
		return func(c net.Conn) {
			http.ReadRequest(bufio.NewReader(c))
			io.WriteString(c, "HTTP/1.1 "+status+"\r\nContent-Length: 0\r\n\r\n")
		}
	}
	tests := []struct {
		name, scheme string
		serve        func(net.Conn) // nil: nobody listens
		asked        int64
	}{
		{"407", "http", http1("407 Proxy Authentication Required"), 1},
		{"407 in other words", "http", http1("407 authenticate yourself"), 1},
		{"403", "http", http1("403 Forbidden"), 1},
		{"502", "http", http1("502 Bad Gateway"), 3},
		{"503", "http", http1("503 Service Unavailable"), 3},
		{"407 without a reason", "http", http1("407 "), 1}, // nor is it known then that it isn't 503,
		{"closed", "http", func(c net.Conn) { http.ReadRequest(bufio.NewReader(c)) }, 3},
		{"refused", "http", nil, 0},
		{"SOCKS, no way to log in", "socks5", socks(0xff, 0), 1},
		{"SOCKS, wrong password", "socks5", socks(2, 0), 1},
		{"SOCKS, not allowed", "socks5", socks(0, 2), 1},
		{"SOCKS, host unreachable", "socks5", socks(0, 4), 3},
		{"SOCKS, refused", "socks5", nil, 0},
	}
	for _, test := range tests {
		for name, write := range writes() {
			{
				address, asked := "127.0.0.1:1", new(atomic.Int64)
				if test.serve != nil {
					address, asked = listen(t, test.serve)
				}
				transport := &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: test.scheme, User: url.UserPassword("user", password), Host: address})}
				client, err := rest.NewClient(rest.Vendor{Name: "acme"}, "https://vendor.invalid", rest.WithHTTPClient(&http.Client{Transport: transport}),
					rest.WithRetrier(hasty{rest.NewRetrier(rest.Window{})}), rest.WithRetries(2))
				if err != nil {
					t.Fatal(err)
				}
				err = only(client.Do(t.Context(), write(), nil, nil))
				failure, ok := errors.AsType[*rest.Error](err)
				if !ok || failure.Outcome() != rest.NotProcessed || asked.Load() != test.asked || test.serve == nil && failure.Attempts != 3 {
					t.Errorf("%s, %s: asked %d times: %v", test.name, name, asked.Load(), err)
				}
				for _, part := range []string{"proxy " + address, "nothing was sent"} {
					if !strings.Contains(err.Error(), part) {
						t.Errorf("%s, %s: no %q: %v", test.name, name, part, err)
					}
				}
				if strings.Contains(err.Error(), password) {
					t.Errorf("%s, %s: the password shows: %v", test.name, name, err)
				}
			}
		}
	}
}

// TestProxyThatRespondsInTheVendorsPlace checks plain http, where a proxy responds itself.
func TestProxyThatRespondsInTheVendorsPlace(t *testing.T) {
	t.Parallel()
	for status, test := range map[string]struct {
		want  rest.Outcome
		asked int64
	}{
		"407 Proxy Authentication Required": {rest.NotProcessed, 1},
		"503 Service Unavailable":           {rest.MaybeProcessed, 1}, // the vendor's own, for all that anybody knows
	} {
		address, asked := script(t, func(c net.Conn, _ int64) { io.WriteString(c, text(status, "", "")) })
		transport := &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: address})}
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, "http://127.0.0.1:9", rest.WithHTTPClient(&http.Client{Transport: transport}), rest.WithRetrier(hasty{rest.NewRetrier(rest.Window{})}))
		if err != nil {
			t.Fatal(err)
		}
		err = makeCall(t.Context(), client, "POST")
		if got := outcome(t, err); got != test.want || asked.Load() != test.asked || strings.HasPrefix(status, "407") && !strings.Contains(err.Error(), "proxy") {
			t.Errorf("%s: %v, asked %d times: %v", status, got, asked.Load(), err)
		}
	}
}

// h2 is a raw HTTP/2 server that leaves the first requests of a client alone, in one of the ways of RFC 9113, and takes the
// others.
type h2 struct {
	way                     string
	leave                   int64 // so many
	left, taken, bytesTaken atomic.Int64
	enough                  func() // called when a client was left alone 30 times, if it isn't nil
}

func newH2(t *testing.T, way string, leave int64) (*h2, string, *http.Transport) {
	s := &h2{way: way, leave: leave}
	certificate := httptest.NewUnstartedServer(nil)
	certificate.StartTLS()
	config := &tls.Config{Certificates: certificate.TLS.Certificates, NextProtos: []string{"h2"}}
	pool := x509.NewCertPool()
	pool.AddCert(certificate.Certificate())
	certificate.Close()
	address, _ := listen(t, func(c net.Conn) { s.serve(tls.Server(c, config)) })
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return s, "https://" + address, transport
}

func frame(c io.Writer, kind, flags byte, stream uint32, payload []byte) {
	head := []byte{byte(len(payload) >> 16), byte(len(payload) >> 8), byte(len(payload)), kind, flags}
	c.Write(append(binary.BigEndian.AppendUint32(head, stream), payload...))
}

func (s *h2) serve(c *tls.Conn) {
	defer c.Close()
	r := bufio.NewReader(c)
	if _, err := io.ReadFull(r, make([]byte, len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
		return
	}
	frame(c, 4, 0, 0, nil)
	head := make([]byte, 9)
	for {
		if _, err := io.ReadFull(r, head); err != nil {
			return
		}
		size := int(head[0])<<16 | int(head[1])<<8 | int(head[2])
		kind, flags, stream := head[3], head[4], binary.BigEndian.Uint32(head[5:])
		if _, err := io.ReadFull(r, make([]byte, size)); err != nil {
			return
		}
		switch {
		case kind == 4 && flags&1 == 0:
			frame(c, 4, 1, 0, nil)
			continue
		case kind == 0:
			s.bytesTaken.Add(int64(size))
		}
		if kind > 1 || flags&1 == 0 { // the end of the request is still to come
			continue
		}
		if s.left.Load() < s.leave {
			if s.left.Add(1) == 30 && s.enough != nil {
				s.enough()
			}
			s.bytesTaken.Store(0)
			switch s.way {
			case "GOAWAY":
				frame(c, 7, 0, 0, make([]byte, 8)) // the last stream is 0, NO_ERROR
				return
			case "GOAWAY with an error":
				frame(c, 7, 0, 0, []byte{0, 0, 0, 0, 0, 0, 0, 11})
				return
			case "REFUSED_STREAM":
				frame(c, 3, 0, stream, []byte{0, 0, 0, 7})
				continue
			case "GOAWAY after it was taken":
				frame(c, 7, 0, 0, binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, stream), 0))
				return
			case "CANCEL":
				frame(c, 3, 0, stream, []byte{0, 0, 0, 8})
				continue
			}
		}
		s.taken.Add(1)
		frame(c, 1, 5, stream, []byte{0x88}) // 200, and the end
	}
}

// TestWhatAnHTTP2ServerLeftAloneIsSentAgain checks each way to say that a request wasn't processed, for reads that may not be
// repeated and for every write.
func TestWhatAnHTTP2ServerLeftAloneIsSentAgain(t *testing.T) {
	t.Parallel()
	calls := writes()
	calls["GET"] = func() *call.Call { return call.New("getThing", "GET", "/things") }
	calls["HEAD"] = func() *call.Call { return call.New("getThing", "HEAD", "/things") }
	for _, way := range []string{"GOAWAY", "GOAWAY with an error", "REFUSED_STREAM", "GOAWAY after it was taken", "CANCEL"} {
		for name, call := range calls {
			s, address, transport := newH2(t, way, 1)
			client, err := rest.NewClient(rest.Vendor{Name: "acme"}, address, rest.WithHTTPClient(&http.Client{Transport: transport}), rest.WithRetrier(hasty{rest.NewRetrier(rest.Window{})}))
			if err != nil {
				t.Fatal(err)
			}
			err = only(client.Do(t.Context(), call(), []rest.CallOption{rest.Repeatable(false)}, nil))
			got, want := outcome(t, err), rest.Processed
			taken := int64(1)
			switch {
			case way == "CANCEL" || way == "GOAWAY after it was taken":
				want, taken = rest.MaybeProcessed, 0
			case name == "stream":
				want, taken = rest.NotProcessed, 0
			}
			if got != want || (err == nil) != (taken == 1) || s.taken.Load() != taken || s.left.Load() != 1 {
				t.Errorf("%s, %s: %v, left %d, took %d: %v", way, name, got, s.left.Load(), s.taken.Load(), err)
			}
			if name == "stream that can go back" && taken == 1 && s.bytesTaken.Load() != 1 {
				t.Errorf("%s, %s: the body had %d bytes", way, name, s.bytesTaken.Load())
			}
		}
	}
}

// TestServerThatGoesOnRefusing checks that being left alone doesn't go on for ever, and isn't taken for more than it is. Where
// net/http may send the request again by itself, it does so without a bound, and only the context's end ends it.
func TestServerThatGoesOnRefusing(t *testing.T) {
	t.Parallel()
	for _, repeatable := range []bool{true, false} {
		s, address, transport := newH2(t, "GOAWAY", 1<<62)
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, address, rest.WithHTTPClient(&http.Client{Transport: transport}), rest.WithoutRetries())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		s.enough = cancel
		err = only(client.Do(ctx, call.New("getThing", "GET", "/things"), []rest.CallOption{rest.Repeatable(repeatable)}, nil))
		switch {
		case err == nil || s.taken.Load() != 0:
			t.Errorf("repeatable %t: %d requests were taken: %v", repeatable, s.taken.Load(), err)
		case !repeatable && (outcome(t, err) != rest.NotProcessed || s.left.Load() != 4):
			t.Errorf("not repeatable: left %d: %v", s.left.Load(), err)
		case repeatable && !errors.Is(err, context.Canceled):
			t.Errorf("repeatable: left %d: %v", s.left.Load(), err)
		}
	}
}

// TestUploadOfManyFilesIsSentAgain checks a multipart body whose files can all go back, and one of which one can't.
func TestUploadOfManyFilesIsSentAgain(t *testing.T) {
	t.Parallel()
	for _, seekable := range []bool{true, false} {
		var bodies []string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			bodies = append(bodies, string(body))
			if len(bodies) < 3 {
				w.Header().Set("Retry-After", "0")
				w.WriteHeader(503)
			}
		}))
		defer server.Close()
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL, rest.WithRetrier(hasty{rest.NewRetrier(rest.Window{})}))
		if err != nil {
			t.Fatal(err)
		}
		var second io.Reader = bytes.NewReader(bytes.Repeat([]byte("b"), 100_000))
		if !seekable {
			second = io.MultiReader(second)
		}
		skipped := strings.NewReader("..first")
		skipped.Seek(2, io.SeekStart)
		call := call.New("upload", "POST", "/files")
		call.Multipart(struct {
			Files []value.File `json:"files"`
			Note  string       `json:"note"`
		}{[]value.File{{Name: "a", Content: skipped}, {Name: "b", Content: second}, {Name: "c", Content: bytes.NewBufferString("third")}}, "x"})
		err = only(client.Do(t.Context(), call, nil, nil))
		if !seekable {
			if err == nil || len(bodies) != 1 {
				t.Errorf("%d bodies: %v", len(bodies), err)
			}
			continue
		}
		if err != nil || len(bodies) != 3 || len(bodies[0]) < 100_000 || bodies[0] != bodies[1] || bodies[0] != bodies[2] || strings.Contains(bodies[0], "..first") || !strings.Contains(bodies[0], "third") {
			t.Errorf("%d bodies: %v", len(bodies), err)
		}
	}
}
