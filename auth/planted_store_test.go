package auth

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"
)

// TestStoresShowNoSecret looks at the stores that write tokens down, and at what they say of what they can't read.
func TestStoresShowNoSecret(t *testing.T) {
	t.Parallel()
	record := Record{AccessToken: NewSecret(plantedAccess), RefreshToken: NewSecret(plantedRefresh), ObtainedAt: time.Now(),
		Extra: map[string]Secret{"note": NewSecret(plantedNext)}}
	files := newFileStore(t)
	put(t, files, record)
	db := (&fakeSQL{}).store(t, SQLite())
	put(t, db, record)
	r, err := files.Load(t.Context(), fileKey)
	if err != nil || !r.Equal(record) {
		t.Fatalf("%+v, %v", r, err)
	}
	cfg := SQLConfig{DB: db.db, Dialect: SQLite()}
	for name, value := range map[string]any{"*FileStore": files, "*SQLStore": db, "a loaded record": r, "Key": fileKey, "SQLDialect": PostgreSQL(), "SQLConfig": cfg} {
		t.Run(name, func(t *testing.T) { render(t, name, value) })
	}

	path := files.path(fileKey, recordSuffix)
	good, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(good, []byte(plantedRefresh)) {
		t.Fatalf("the file holds %s, %v", good, err)
	}
	for name, data := range map[string][]byte{
		"cut short":         good[:len(good)-20],
		"wrong":             bytes.Replace(good, []byte("holaspirit"), []byte("holaspirot"), 1),
		"of other":          []byte(`{"vendorkit":1,"login":"` + plantedRefresh + `"}`),
		"no JSON":           []byte(plantedRefresh),
		"a wrong character": bytes.Replace(good, []byte(plantedRefresh), []byte(plantedRefresh[1:]), 1),
	} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := files.Load(t.Context(), fileKey)
		renderError(t, "a file "+name, err)
	}
}

// TestLossShowsNoSecret: what is said of a loss names neither the token nor its fingerprint.
func TestLossShowsNoSecret(t *testing.T) {
	t.Parallel()
	f, store := newFake(t, false), NewMemoryStore()
	s := f.source(func(c *HolaspiritConfig) {
		c.Store, c.Password, c.ClientSecret = store, Secret{}, NewSecret(plantedSecret)
	})
	stale(t, store, s, plantedRefresh)
	now := stored(t, store, s)
	if _, err := store.Update(t.Context(), s.plan.key, set(now.withIntent(Intent{Begun: time.Now()}, now.RefreshToken))); err != nil {
		t.Fatal(err)
	}
	_, err := s.Token(t.Context())
	if !errors.Is(err, ErrLost) {
		t.Fatalf("got %v", err)
	}
	renderError(t, "a loss", err)
	if bytes.Contains([]byte(err.Error()), []byte(fingerprint(plantedRefresh))) {
		t.Errorf("the fingerprint shows: %v", err)
	}
}
