package rest_test

import (
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
)

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "api.example.com", "http://api.example.com", "ftp://x", "https://user:pw@x", "https://x?a=b", "https://x#f", "https:///p", "%", "http://127.0.0.1.evil.example"} {
		if _, err := rest.NewClient(rest.Vendor{Name: "acme"}, bad); err == nil {
			t.Errorf("%q was taken", bad)
		} else if strings.Contains(err.Error(), "pw@") {
			t.Errorf("the error shows a password: %v", err)
		}
	}
	for _, good := range []string{"https://api.example.com", "https://api.example.com/v1/", "http://localhost:80", "http://127.0.0.1:1", "http://[::1]:2"} {
		if _, err := rest.NewClient(rest.Vendor{Name: "acme"}, good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}
