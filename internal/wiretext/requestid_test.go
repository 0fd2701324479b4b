package wiretext

import (
	"net/http"
	"testing"
)

func TestRequestIDIsTheFirstThatMayShow(t *testing.T) {
	t.Parallel()
	show := func(id string) string {
		if id == "s3cret" {
			return ""
		}
		return "<" + id + ">"
	}
	for _, test := range []struct {
		name   string
		header http.Header
		want   string
	}{
		{"none", http.Header{"Date": {"today"}}, ""},
		{"the server's own", http.Header{"X-Request-Id": {"a"}, "Cf-Ray": {"b"}}, "<a>"},
		{"another name", http.Header{"X-Correlation-Id": {"a"}}, "<a>"},
		{"without the X", http.Header{"Request-Id": {"a"}}, "<a>"},
		{"a gateway's", http.Header{"X-Amzn-Requestid": {"a"}}, "<a>"},
		{"a proxy's", http.Header{"Cf-Ray": {"a"}}, "<a>"},
		{"one that mustn't show", http.Header{"X-Request-Id": {"s3cret"}, "Cf-Ray": {"b"}}, "<b>"},
		{"only one that mustn't show", http.Header{"X-Request-Id": {"s3cret"}}, ""},
	} {
		if got := RequestID(test.header, show); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
