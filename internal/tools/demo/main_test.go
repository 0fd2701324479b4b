package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

func TestDemo(t *testing.T) {
	t.Parallel()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for _, test := range []struct {
		ctx       context.Context
		vendors   []string
		code      int
		out, errs string
	}{
		{t.Context(), []string{"spiro"}, 0, "total: 1 of 4 vendors", ""},
		{t.Context(), []string{"spiro", "sipro"}, 2, "", `demo: "sipro" is unknown, give some of halo, holaspirit, humanity, spiro` + "\n"},
		{stopped, nil, 130, "These are simulators", "demo: interrupted; nothing is left running\n"},
	} {
		var out, errs bytes.Buffer
		code := run(test.ctx, test.vendors, &out, &errs)
		if code != test.code || !strings.Contains(out.String(), test.out) || errs.String() != test.errs {
			t.Errorf("%v: exit %d, %q\n%s", test.vendors, code, errs.String(), out.String())
		}
	}
}
