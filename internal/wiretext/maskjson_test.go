package wiretext

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestMaskJSONOfAnyLength moves a secret over every place near which a long text is parted.
func TestMaskJSONOfAnyLength(t *testing.T) {
	t.Parallel()
	const secret = `s3cr,"et/t0ken`
	quoted, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	escaped := strings.ReplaceAll(strings.Trim(string(quoted), `"`), "/", `\/`)
	for shift := range 40 {
		long := `["` + strings.Repeat("x", maskedPiece-20+shift) + `","` + escaped + `","b","` + escaped + `"]`
		want := strings.ReplaceAll(long, escaped, "[secret]")
		if got := MaskJSON(long, []string{secret}, "[secret]"); got != want {
			t.Fatalf("moved by %d: the end is %s", shift, got[len(got)-60:])
		}
	}
	if got := MaskJSON(`{"a":"`+escaped+`"}`, nil, "[secret]"); !strings.Contains(got, escaped) {
		t.Errorf("without a secret: %s", got)
	}
}
