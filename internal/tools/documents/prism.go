package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
)

// prism runs the project's test of its own clients against Prism's mocks of the documents.
func prism(ctx context.Context, shop workshop) error {
	test := exec.CommandContext(ctx, "go", "test", "-count=1", "-v", "./internal/prism")
	test.Dir = root
	test.Env = append(os.Environ(), "VENDORKIT_PRISM="+filepath.Join(shop.node, "node_modules", ".bin", "prism"),
		"VENDORKIT_PRISM_DOCUMENTS="+filepath.Dir(shop.documents[shop.vendors[0]]))
	test.Stdout, test.Stderr = os.Stdout, os.Stderr
	return test.Run()
}
