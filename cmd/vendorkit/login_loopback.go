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
	"time"
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
	if redirect.Scheme != "http" {
		return false
	}
	addr, err := netip.ParseAddr(redirect.Hostname())
	return strings.EqualFold(redirect.Hostname(), "localhost") || err == nil && addr.IsLoopback()
}

// land listens where a redirect URL leads to, for the answer to the login of this state. Port 0 is a free one.
func land(redirect *url.URL, vendor, state string) (*landing, error) {
	host, port := redirect.Hostname(), redirect.Port()
	if port == "" {
		port = "80"
	}
	second := ""
	if strings.EqualFold(host, "localhost") { // browsers differ in which of the two they try first
		host, second = "127.0.0.1", "::1"
	}
	first, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		if op, ok := errors.AsType[*net.OpError](err); ok {
			err = op.Err
		}
		return nil, fmt.Errorf("the login can't listen on %s (%w): if another program has the port, stop it, or register another redirect URL and give it by --redirect-url; --paste works without", net.JoinHostPort(host, port), err)
	}
	at := *redirect
	if port == "0" {
		_, port, _ = net.SplitHostPort(first.Addr().String())
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
	go l.server.Serve(first)
	if second != "" {
		if also, err := net.Listen("tcp", net.JoinHostPort(second, port)); err == nil {
			go l.server.Serve(also)
		}
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
		if r.URL.Path != path || r.Method != http.MethodGet {
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

// close stops listening, once the page that is being sent is out.
func (l *landing) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if l.server.Shutdown(ctx) != nil {
		l.server.Close()
	}
}
