package main

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/spf13/cobra"
)

// checkProxies refuses a proxy in the environment that can't be read. net/http ignores one and connects without it, which who has set it
// doesn't want. The value isn't shown: it may have a password in it.
func (m machine) checkProxies(cmd *cobra.Command) error {
	if !slices.Contains([]string{"call", "demo", "drift", "login", "logout", "mcp", "token", "upstream"}, cmd.Name()) {
		return nil
	}
	for _, names := range [][]string{{"HTTPS_PROXY", "https_proxy"}, {"HTTP_PROXY", "http_proxy"}} {
		for _, name := range names {
			value := m.env(name)
			if value == "" {
				continue
			}
			if !isProxy(value) {
				return usageError{fmt.Errorf("%s: the environment's value isn't the URL of a proxy, such as http://proxy.example.com:3128; correct it, or unset it to connect without a proxy", name)}
			}
			break // the other isn't looked at
		}
	}
	return nil
}

// isProxy reports whether net/http takes a value for a proxy: a URL, or one without its scheme.
func isProxy(value string) bool {
	proxy, err := url.Parse(value)
	if err != nil || proxy.Scheme == "" || proxy.Host == "" {
		_, bare := url.Parse("http://" + value)
		return err == nil || bare == nil
	}
	return true
}
