package wiretext

import "testing"

func TestMarksBeforeABodyAreTakenOff(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"":                             "",
		"{}":                           "{}",
		" {}":                          " {}",
		"\xef\xbb\xbf{}":               "{}",
		"\r\n\xef\xbb\xbf\xef\xbb\xbf": "",
		"\xef\xbb\xbf \xef\xbb\xbf[1]": "[1]",
		"{\"a\":\"\xef\xbb\xbf\"}":     "{\"a\":\"\xef\xbb\xbf\"}",
		"\xef\xbb":                     "\xef\xbb",
	} {
		if got := string(WithoutMark([]byte(body))); got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}

func TestPageOfHTMLIsToldFromOtherBodies(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{
		"":                                     false,
		"{}":                                   false,
		"<":                                    false,
		"<html>":                               true,
		" \n<HTML lang=en>":                    true,
		"<!DOCTYPE html><html>":                true,
		"<!doctype HTML>":                      true,
		"\xef\xbb\xbf<!DOCTYPE html>":          true,
		"<?xml version=\"1.0\"?><error/>":      false,
		`{"message":"<html></html>"}`:          false,
		"<htm":                                 false,
		"<error><code>invalid</code></error>":  false,
		"see <html> in the specification, p.1": false,
	} {
		if got := IsPage([]byte(body)); got != want {
			t.Errorf("%q: %v, want %v", body, got, want)
		}
	}
}
