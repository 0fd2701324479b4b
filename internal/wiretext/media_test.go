package wiretext

import "testing"

func TestIsJSON(t *testing.T) {
	t.Parallel()
	for media, want := range map[string]bool{
		"application/json": true, "Application/JSON; charset=utf-8": true, "text/json": true, "application/problem+json ;v=1": true,
		"": false, "json": false, "application/jsonlines": false, "text/html; a=/json": false,
	} {
		if IsJSON(media) != want {
			t.Errorf("%q: %t", media, !want)
		}
	}
}
