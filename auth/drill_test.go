package auth_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/auth/internal/step"
	"github.com/seed-8da6be54/vendorkit/auth/internal/storetest"
)

func openFolder(_ context.Context, dir string) (auth.Store, func() error, error) {
	store, err := auth.NewFileStore(dir)
	return store, func() error { return nil }, err
}

func fileDrill(t *testing.T) storetest.Drill {
	return storetest.Drill{Test: "TestDrillChild", Spec: filepath.Join(t.TempDir(), "store"), Open: openFolder, Safe: step.Sync}
}

func TestDrillChild(t *testing.T) { storetest.Child(t, openFolder) }

// The drills don't run beside other tests: they are about time.

func TestCrowdOnOneFileStore(t *testing.T) {
	for _, vendor := range storetest.Vendors() {
		t.Run(vendor, func(t *testing.T) { storetest.Crowd(t, vendor, fileDrill(t)) })
	}
}

func TestKilledOnAFileStore(t *testing.T) {
	for _, vendor := range storetest.Vendors() {
		t.Run(vendor, func(t *testing.T) { storetest.Kill(t, vendor, fileDrill(t)) })
	}
}
