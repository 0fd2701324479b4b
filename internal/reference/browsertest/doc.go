// Package browsertest looks at the reference in a headless Chromium, as desktop and phone, light and dark. It is a module of its own, so
// that nobody who imports the clients gets what drives the browser.
//
// Where there is no Chromium the tests are skipped, unless VENDORKIT_CHROMIUM is "required"; it may also be the path of one.
// With VENDORKIT_SCREENSHOTS=DIR they leave pictures of what they look at, and with VENDORKIT_MEASURE=yes they say how long
// things take, which they never fail for.
package browsertest
