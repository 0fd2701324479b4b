// Package proxies has tests of the real client through what stands between a program and a vendor: a reverse proxy that ends
// connections, a load balancer that is reloaded, forward proxies with and without credentials. They count what arrives behind it.
//
// The proxies are Debian's nginx, HAProxy, tinyproxy and Squid. `make test-proxies` installs what is missing and runs the tests;
// anywhere else they are skipped.
package proxies
