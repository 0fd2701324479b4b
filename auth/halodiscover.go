package auth

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// grantDiscovery is what TokenError.Grant shows of a discovery.
const grantDiscovery = "discovery"

const (
	authInfoLimit = 64 << 10 // bytes; the response has two fields that matter
	tenantLimit   = 253      // bytes; it is a part of a host name where that is known
)

// DiscoverHalo asks an instance, whose URL may be given with or without its /api, for its authorization server and its tenant (GET
// /api/authinfo, without credentials), and returns a HaloConfig with BaseURL, AuthURL and Tenant. Fill in the application and choose
// a flow:
//
//	cfg, err := auth.DiscoverHalo(ctx, "https://acme.halopsa.com", nil)
//	cfg.ClientID, cfg.ClientSecret = id, secret
//	src, err := auth.HaloClientCredentials(cfg)
//
// The response determines where the client secret is sent. Therefore it is fetched only by https and only from the given host (http
// on loopback only; no redirect is followed), and an authorization server is accepted only if it is https and on that same host or
// in one of Halo's own domains. Any other is an error that names it: set AuthURL yourself if it is right. Store the result rather
// than asking at every start, since the endpoint is rate limited too.
//
// Client is used for this one request; nil means one with time-outs. Errors are *TokenError: CodeInvalidResponse if the response is
// a web page or has no usable auth_url, CodeWrongHost if the authorization server isn't accepted, CodeRateLimited with RetryAfter
// after a 429.
func DiscoverHalo(ctx context.Context, instanceURL string, client *http.Client) (HaloConfig, error) {
	instance, err := haloInstance(instanceURL)
	if err != nil {
		return HaloConfig{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	d := haloDiscovery{instance: instance, wire: &wire{vendor: halo, client: newHTTPClient(client), hint: haloDiscoveryHint}}
	return d.run(ctx)
}

type haloDiscovery struct {
	instance *url.URL
	wire     *wire
}

func (d haloDiscovery) run(ctx context.Context) (HaloConfig, error) {
	g := grant{kind: grantDiscovery}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.instance.JoinPath("api", "authinfo").String(), nil)
	if err != nil {
		return HaloConfig{}, configError(halo, "the instance's URL can't be used")
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "vendorkit")
	req, sending := wiretext.Watch(req, wiretext.Tells(d.wire.client.Transport))
	resp, err := d.wire.client.Do(req)
	if err != nil {
		return HaloConfig{}, d.wire.noResponse(g, nil, req, sending, err)
	}
	defer resp.Body.Close()
	r := &httpResponse{grant: g, status: resp.StatusCode, header: resp.Header}
	switch {
	case resp.StatusCode/100 == 3:
		return HaloConfig{}, d.wire.failure(r, CodeRedirected, "the instance responded with a redirect, which isn't followed: its response decides where a secret is sent")
	case resp.StatusCode != http.StatusOK:
		return HaloConfig{}, d.wire.refusal(r, tokenResponse{})
	}
	r.body, err = io.ReadAll(io.LimitReader(resp.Body, authInfoLimit+1))
	switch {
	case err != nil:
		return HaloConfig{}, d.wire.noUsableResponse(g, nil, resp.StatusCode, err)
	case len(r.body) > authInfoLimit:
		return HaloConfig{}, d.wire.invalidResponse(r, "the response is far longer than one about the login can be")
	}
	return d.read(r)
}

// read makes a configuration of the response. Of fields that don't fit only the name is shown, but for the host of a server
// that isn't believed, without which nobody could judge it.
func (d haloDiscovery) read(r *httpResponse) (HaloConfig, error) {
	fail := func(description string) (HaloConfig, error) {
		return HaloConfig{}, d.wire.invalidResponse(r, description)
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(wiretext.WithoutMark(r.body), &fields) != nil {
		if wiretext.IsPage(r.body) {
			return fail("the response is a web page, not JSON")
		}
		return fail("the response isn't a JSON object")
	}
	where, tenant := text(fields["auth_url"]), scalar(fields["tenant_id"])
	if where == "" {
		return fail("the response has no auth_url")
	}
	if len(tenant) > tenantLimit || tenant != printable(tenant) {
		return fail("the response's tenant_id can't be one")
	}
	foreign := func(host string) (HaloConfig, error) {
		e := d.wire.failure(r, CodeWrongHost, quoted(d.instance.Host)+" names "+quoted(host)+" as its authorisation server, which is neither itself nor one of Halo's")
		e.Hint = "Compare it with " + haloAppsAt + " in Halo. If it is right, set AuthURL and Tenant yourself instead of discovering them"
		return HaloConfig{}, e
	}
	if u, err := url.Parse(where); err == nil && u.Host != "" {
		if _, ok := wiretext.Host("https", u.Host); !ok {
			return foreign(u.Host)
		}
	}
	login, err := parseBase(halo, "auth_url", where)
	switch {
	case err != nil:
		return fail("the response's auth_url must be a plain https address")
	case login.Scheme != "https" && !wiretext.Loopback(d.instance.Hostname()):
		return fail("the response's auth_url must be https")
	case !d.trusts(login):
		return foreign(login.Host)
	}
	return HaloConfig{BaseURL: d.instance.JoinPath("api").String(), AuthURL: login.String(), Tenant: tenant}, nil
}

// trusts reports whether a secret may be sent to login only because the instance says so. Whoever can put a false response
// into an instance's mouth, by a cache or a proxy, can't as easily have the instance's host, or one of Halo's.
func (d haloDiscovery) trusts(login *url.URL) bool {
	if wiretext.SameHost(login, d.instance) {
		return true
	}
	if wiretext.Loopback(d.instance.Hostname()) && wiretext.Loopback(login.Hostname()) {
		return true
	}
	host, _ := wiretext.Host(login.Scheme, login.Host)
	name, usual := strings.CutSuffix(host, ":443")
	return login.Scheme == "https" && usual && slices.ContainsFunc(haloDomains(), func(domain string) bool {
		return strings.HasSuffix(name, "."+domain)
	})
}

// haloDomains lists the domains at which Halo hosts instances.
func haloDomains() []string { return []string{"halopsa.com", "haloitsm.com", "haloservicedesk.com"} }

func haloDiscoveryHint(_, code string, _ int) string {
	switch code {
	case CodeRateLimited:
		return "Wait before the next try, and keep what was found instead of asking at every start"
	case CodeServer:
		return commonHint(code)
	}
	return "Check that this is the address of a Halo, as " + haloAppsAt + " in Halo shows it. The other way is to set AuthURL and Tenant from that page"
}
