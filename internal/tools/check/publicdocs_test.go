package main

import (
	"os"
	"testing"
)

func TestDocumentsAreValid(t *testing.T) {
	n, err := checkDocuments(t.Context(), os.DirFS("../../../specs"), "specs")
	if err != nil {
		t.Error(err)
	}
	if n != 4 {
		t.Errorf("%d documents were checked", n)
	}
}
