package proxies

import (
	"fmt"
	"testing"
	"time"
)

// nginx writes a configuration of a reverse proxy before a backend.
func nginx(b *backend, listen, settings string) string {
	return fmt.Sprintf(`
daemon off;
pid DIR/nginx.pid;
error_log stderr error;
user root;
worker_processes 1;
events { worker_connections 512; }
http {
	access_log off;
	client_body_temp_path DIR/body; proxy_temp_path DIR/proxy; fastcgi_temp_path DIR/fastcgi; uwsgi_temp_path DIR/uwsgi; scgi_temp_path DIR/scgi;
	upstream vendor { server %s; keepalive 64; }
	server {
		listen %s;
		%s
		location / { proxy_pass http://vendor; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_next_upstream off; }
	}
}
`, b.Listener.Addr(), listen, settings)
}

// A connection ends after 50 requests, and the server says so with the last.
func TestNginxEndsConnectionsAfterSomeRequests(t *testing.T) {
	skipUnlessAsked(t)
	b := newBackend(t, false)
	p := start(t, nginx(b, "ADDR", "keepalive_requests 50;"), "nginx", "-p", "DIR", "-e", "stderr", "-c", "DIR/config")
	noneFails(t, traffic{at: "http://" + p.addr, goroutines: 16, calls: 120}.run(t, b))
}

// Over HTTP/2 the server ends a connection by GOAWAY while requests are on their way. It names those that it left alone.
func TestNginxEndsHTTP2Connections(t *testing.T) {
	skipUnlessAsked(t)
	b := newBackend(t, false)
	certificateFile, key := keyPair(t)
	settings := fmt.Sprintf("ssl_certificate %s; ssl_certificate_key %s; keepalive_requests 60;", certificateFile, key)
	p := start(t, nginx(b, "ADDR ssl http2", settings), "nginx", "-p", "DIR", "-e", "stderr", "-c", "DIR/config")
	noneFails(t, traffic{at: "https://" + p.addr, goroutines: 16, calls: 100}.run(t, b))
}

// The server ends idle connections after a second, and calls come a second apart: some meet the end. A GET is made again; a
// POST fails where nobody can tell, and says so.
func TestNginxEndsIdleConnections(t *testing.T) {
	skipUnlessAsked(t)
	b := newBackend(t, false)
	p := start(t, nginx(b, "ADDR", "keepalive_timeout 1s;"), "nginx", "-p", "DIR", "-e", "stderr", "-c", "DIR/config")
	result := traffic{at: "http://" + p.addr, goroutines: 40, calls: 3, pause: 999 * time.Millisecond, own: true}.run(t, b)
	noneThatRepeatsFails(t, result)
}
