package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// landing is the place on this machine where the vendor's page sends the browser back to.
type landing struct {
	redirect string // its address, as the vendor must be told
	server   *http.Server
	arrived  chan arrival
}

type arrival struct {
	code string
	err  error
}

// isLoopback reports whether a redirect URL leads to a place that land can make.
func isLoopback(redirect *url.URL) bool {
	return redirect.Scheme == "http" && wiretext.Loopback(redirect.Hostname())
}

// listen listens on a port of one address or, for localhost, of both: browsers differ in which of the two they try first, and
// whoever has the other gets the code of every second login. Where this machine has one of the two only, one will do.
func listen(host, port string) (listeners []net.Listener, err error) {
	addresses := []string{host}
	if _, err := netip.ParseAddr(host); err != nil && wiretext.Loopback(host) {
		addresses = []string{"127.0.0.1", "::1"}
	}
	wanted := port
	for tries := 0; ; tries++ {
		port, listeners = wanted, nil
		for _, address := range addresses {
			var listener net.Listener
			if listener, err = net.Listen("tcp", net.JoinHostPort(address, port)); err == nil {
				listeners = append(listeners, listener)
				_, port, _ = net.SplitHostPort(listener.Addr().String())
			} else if len(listeners) == 0 || !absent(err) {
				break
			} else {
				err = nil
			}
		}
		if err == nil {
			return listeners, nil
		}
		for _, listener := range listeners {
			listener.Close()
		}
		if wanted != "0" || tries >= 10 { // a port that is free on one address may be taken on the other
			return nil, err
		}
	}
}

// absent reports whether an address can't be listened on because this machine hasn't got it.
func absent(err error) bool {
	return errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT) || errors.Is(err, syscall.EPROTONOSUPPORT)
}

// land listens where a redirect URL leads to, for the response to the login of this state. Port 0 is a free one.
func land(redirect *url.URL, vendor, state string) (*landing, error) {
	port := redirect.Port()
	if port == "" {
		port = "80"
	}
	listeners, err := listen(redirect.Hostname(), port)
	if err != nil {
		where := net.JoinHostPort(redirect.Hostname(), port)
		if op, ok := errors.AsType[*net.OpError](err); ok {
			err = op.Err
			if op.Addr != nil {
				where = op.Addr.String()
			}
		}
		return nil, fmt.Errorf("the login can't listen on %s (%w): if another program has the port, stop it, or register another redirect URL and give it by --redirect-url; --paste works without", where, err)
	}
	at := *redirect
	if port == "0" {
		_, port, _ = net.SplitHostPort(listeners[0].Addr().String())
		at.Host = net.JoinHostPort(redirect.Hostname(), port)
	}
	if at.Path == "" {
		at.Path = "/" // which is what the browser makes of it
	}
	l := &landing{redirect: redirect.String(), arrived: make(chan arrival, 1)}
	if at.Host != redirect.Host {
		l.redirect = at.String()
	}
	l.server = &http.Server{
		Handler:           l.handler(at.Path, vendor, state),
		ReadHeaderTimeout: 10 * time.Second,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	l.server.SetKeepAlivesEnabled(false)
	for _, listener := range listeners {
		go l.server.Serve(listener)
	}
	return l, nil
}

func (l *landing) handler(path, vendor, state string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Type", "text/html; charset=utf-8")
		header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		header.Set("Referrer-Policy", "no-referrer") // the address has the code in it
		header.Set("Cache-Control", "no-store")
		page := func(status int, text string) {
			w.WriteHeader(status)
			fmt.Fprintf(w, "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>vendorkit</title><p>%s</p></html>\n", text)
		}
		if r.URL.Path != path || r.Method != http.MethodGet || !navigation(r.Header) {
			page(http.StatusNotFound, "There is nothing here.")
			return
		}
		code, err := codeIn(r.URL.Query(), vendor, state)
		if errors.Is(err, errNothing) {
			page(http.StatusBadRequest, "This is where the login ends. It isn't over yet.")
			return
		}
		select {
		case l.arrived <- arrival{code, err}:
		default: // the browser asks twice
		}
		if err != nil {
			page(http.StatusBadRequest, "The login failed. The terminal says why. You can close this page.")
			return
		}
		page(http.StatusOK, "You can close this page. The terminal says whether you are logged in.")
	})
}

// navigation reports whether a request is for a page that a person goes to, as far as its browser says. Any web page can
// have a browser ask this machine for a picture, a frame or a script; that is no response of the vendor's.
func navigation(header http.Header) bool {
	mode, dest := header.Get("Sec-Fetch-Mode"), header.Get("Sec-Fetch-Dest")
	if mode == "" && dest == "" { // an old browser, which says only what it accepts
		accept := header.Get("Accept")
		return accept == "" || strings.HasPrefix(accept, "*/*") || strings.Contains(accept, "text/html")
	}
	return (mode == "" || mode == "navigate") && (dest == "" || dest == "document")
}

// close stops listening, once the page that is being sent is out.
func (l *landing) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if l.server.Shutdown(ctx) != nil {
		l.server.Close()
	}
}
