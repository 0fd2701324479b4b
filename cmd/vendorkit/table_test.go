package main

import (
	"bytes"
	"encoding/json"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTableOfRows(t *testing.T) {
	t.Parallel()
	rows := []json.RawMessage{
		json.RawMessage(`{"other":1,"name":"Ann\u001b[31m","id":7,"list":[1],"api_token":"x","nested":{"a":1}}`),
		json.RawMessage(`{"id":8,"name":null,"attributes":{"title":"Boss"}}`),
		json.RawMessage(`9`),
	}
	got := tableOf(rows, nil)
	want := [][]string{
		{"id", "name", "title", "value", "other"}, {"7", got[1][1], "", "", "1"}, {"8", "", "Boss", "", ""}, {"", "", "", "9", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if strings.ContainsRune(got[1][1], 0x1b) || !strings.HasPrefix(got[1][1], "Ann") {
		t.Errorf("a control character of the vendor's is in %q", got[1][1])
	}
	if again := tableOf(rows[1:2], got[0]); !cmp.Equal(again, [][]string{got[0], want[2]}) {
		t.Errorf("with given columns: %q", again)
	}
	if none := tableOf(nil, nil); none != nil {
		t.Errorf("of nothing: %q", none)
	}
}

func TestPrintTableAlignsByCharacters(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := printTable(&out, [][]string{{"A", "B"}, {"Zoë", "x"}, {"日本語", ""}}); err != nil {
		t.Fatal(err)
	}
	if want := "A    B\nZoë  x\n日本語\n"; out.String() != want {
		t.Errorf("got\n%s", out.String())
	}
	if got := cutTo("Überlang", 4); got != "Übe…" {
		t.Errorf("cut to %q", got)
	}
}

func TestVersionText(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		info debug.BuildInfo
		want string
	}{
		{debug.BuildInfo{GoVersion: "go1.26.0", Main: debug.Module{Version: "v1.2.3"}}, "v1.2.3 (go1.26.0)"},
		{debug.BuildInfo{GoVersion: "go1.26.0", Main: debug.Module{Version: "(devel)"}, Settings: []debug.BuildSetting{
			{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.modified", Value: "true"}, {Key: "vcs.time", Value: "2026-01-02T03:04:05Z"},
		}}, "unreleased (commit abc, modified; 2026-01-02T03:04:05Z; go1.26.0)"},
	} {
		if got := versionText(&test.info, true); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
	if got := versionText(nil, false); got != "unknown" {
		t.Errorf("without build information: %q", got)
	}
}
