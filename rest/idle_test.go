package rest

import (
	"net/http"
	"testing"
	"time"
)

// TestDefaultTransportLetsGoBeforeServersDo checks that no connection is kept as long as the most hasty of common servers keep it.
func TestDefaultTransportLetsGoBeforeServersDo(t *testing.T) {
	t.Parallel()
	transport, ok := newHTTPClient().Transport.(*http.Transport)
	if !ok {
		t.Fatal("another transport")
	}
	if kept := transport.IdleConnTimeout; kept <= 0 || kept >= 5*time.Second { // 5 s: Node, Apache
		t.Errorf("idle connections are kept for %v", kept)
	}
	if shared := http.DefaultTransport.(*http.Transport); shared.IdleConnTimeout != 90*time.Second || shared.OnProxyConnectResponse != nil {
		t.Error("the program's default transport was changed")
	}
}
