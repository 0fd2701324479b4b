package wiretext

import "testing"

func TestNamesThatPromiseACredential(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"access_token": true, "clientSecret": true, "PASSWORD": true, "api-key": true, "code_verifier": true, "auth": true, "Authorization": true, "sig": true, "session_id": true,
		"": false, "page": false, "author": false, "passage": false, "significance": false, "status": false, "hashtag": false,
	} {
		if got := SecretName(name); got != want {
			t.Errorf("%q: %t, want %t", name, got, want)
		}
	}
}
