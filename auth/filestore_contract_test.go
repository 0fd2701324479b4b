package auth_test

import (
	"path/filepath"
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/auth/internal/storetest"
)

func TestFileStoreKeepsItsPromises(t *testing.T) {
	t.Parallel()
	storetest.Contract(t, storetest.Kind{Open: func(t *testing.T) func() auth.Store {
		dir := filepath.Join(t.TempDir(), "store")
		return func() auth.Store {
			s, err := auth.NewFileStore(dir)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
	}})
}

func TestMemoryStoreKeepsItsPromises(t *testing.T) {
	t.Parallel()
	storetest.Contract(t, storetest.Kind{Open: func(*testing.T) func() auth.Store {
		s := auth.NewMemoryStore()
		return func() auth.Store { return s }
	}})
}
