package main

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// serveHTTP serves streamable HTTP on a loopback address until the context ends. What the login can do, whoever reaches the server can do:
// so it listens to this machine alone, its path has a key that the other users of the machine don't know, and pages of a browser, which
// reach it too, are turned away.
func serveHTTP(ctx context.Context, server *mcp.Server, address, key string, says io.Writer) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("--http: %w; give host and port, such as 127.0.0.1:8765", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("--http: %q isn't an address of this machine alone; give 127.0.0.1, ::1 or localhost", host)
	}
	if key == "" {
		key = rand.Text()
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("--http: %w", err)
	}
	handler := keyed(key, http.NewCrossOriginProtection().Handler(mcp.NewStreamableHTTPHandler(
		func(*http.Request) *mcp.Server { return server }, &mcp.StreamableHTTPOptions{SessionTimeout: time.Hour})))
	running := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	fmt.Fprintf(says, "serving at %s\n", &url.URL{Scheme: "http", Host: listener.Addr().String(), Path: "/" + key})
	ended := make(chan error, 1)
	go func() { ended <- running.Serve(listener) }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		closing, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		if running.Shutdown(closing) != nil { // sessions that listen for events don't end by themselves
			running.Close()
		}
		err = <-ended
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// keyed lets in those whose path is the key, as it is: a pattern of http.ServeMux gives characters such as { a meaning, by which any path
// would do for a key.
func keyed(key string, inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.URL.Path), []byte("/"+key)) != 1 {
			http.NotFound(w, r)
			return
		}
		inner.ServeHTTP(w, r)
	})
}
