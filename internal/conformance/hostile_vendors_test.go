package conformance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// subject is a vendor whose simulator responds with every fault.
type subject struct {
	// number is a field of what is read, a number; whole says that it is a whole one. figures are the fields by which a list
	// says where it stands.
	number  string
	whole   bool
	figures []string
	big     []string // the list that is iterated over, by its collection
	// before and after stand around the rows of a list.
	before, after string
	// logIn asks for a token as the vendor's clients do.
	logIn func(ctx context.Context, server *vendortest.Server, timeout time.Duration) (*auth.Source, error)
	// calls are the operations to try, made by the vendor's own client with all its layers.
	calls func(t *testing.T, server *vendortest.Server, source *auth.Source, opts ...rest.ClientOption) []hostileCall
}

// hostileCall is one operation to try.
type hostileCall struct {
	kind      string // "read", "list", "write" or "file"
	operation string
	repeats   bool // the vendor doesn't mind being asked twice
	// free says that the response's schema isn't public: any JSON will do, and none; loose, that its records aren't.
	free, loose bool
	// run makes the call and returns, of a read, the number and, of a list, how many rows came.
	run func(ctx context.Context) (number string, rows int, err error)
}

// errEnough ends a file that goes on and on: downloads have no bound of their own.
var errEnough = errors.New("enough of this file")

func subjects() map[string]subject {
	made := 0 // members, whose addresses must differ
	return map[string]subject{
		"holaspirit": {
			number: "rolesCount", whole: true, figures: []string{"currentPage", "nextPage", "pagesCount", "totalItems"}, big: []string{"members"}, before: `{"data":`, after: `}`,
			logIn: func(ctx context.Context, server *vendortest.Server, timeout time.Duration) (*auth.Source, error) {
				given := server.Credentials()
				source, err := auth.HolaspiritPassword(auth.HolaspiritConfig{
					BaseURL: server.URL, ClientID: given.ClientID, ClientSecret: auth.NewSecret(given.ClientSecret),
					Username: given.Username, Password: auth.NewSecret(given.Password), Timeout: timeout,
				})
				return asked(ctx, source, err)
			},
			calls: func(t *testing.T, server *vendortest.Server, source *auth.Source, opts ...rest.ClientOption) []hostileCall {
				client, err := holaspirit.NewClient(server.URL, append(opts, holaspirit.WithRequestEditorFn(auth.Holaspirit(source)))...)
				must(t, err)
				organization, field := server.Credentials().OrganizationID, firstID(t, server, "members")
				return []hostileCall{
					{kind: "read", operation: "getMember", repeats: true, run: func(ctx context.Context) (string, int, error) {
						got, err := client.Members.Get(ctx, organization, field)
						if got == nil {
							return "", 0, err
						}
						return strconv.FormatInt(got.Data.RolesCount, 10), 0, err
					}},
					{kind: "list", operation: "listMembers", repeats: true, run: func(ctx context.Context) (string, int, error) {
						return iterate(client.Members.All(ctx, organization, &holaspirit.ListMembersParams{Count: new(int64(5))}))
					}},
					{kind: "write", operation: "createMember", run: func(ctx context.Context) (string, int, error) {
						made++
						_, err := client.Members.Create(ctx, organization, holaspirit.MemberCreate{
							FirstName: new("Ann"), Email: new(fmt.Sprintf("ann-%d@example.com", made)),
						})
						return "", 0, err
					}},
					{kind: "file", operation: "downloadRolesPDF", repeats: true, run: func(ctx context.Context) (string, int, error) {
						return fetch(client.Exports.DownloadRolesPDF(ctx, organization))
					}},
				}
			},
		},
		"spiro": {
			number: "amount", figures: []string{"current_page", "total_pages"}, big: []string{"opportunities"}, before: `{"data":`, after: `}`,
			logIn: func(ctx context.Context, server *vendortest.Server, timeout time.Duration) (*auth.Source, error) {
				given := server.Credentials()
				source, err := auth.SpiroAuthorizationCode(ctx, auth.SpiroConfig{
					OAuthURL: server.OAuthURL, APIURL: server.URL, ClientID: given.ClientID,
					ClientSecret: auth.NewSecret(given.ClientSecret), RedirectURL: given.RedirectURL, Timeout: timeout,
				}, given.Code)
				return asked(ctx, source, err)
			},
			calls: func(t *testing.T, server *vendortest.Server, source *auth.Source, opts ...rest.ClientOption) []hostileCall {
				client, err := spiro.NewClient(server.URL, append(opts, spiro.WithRequestEditorFn(auth.Spiro(source)))...)
				must(t, err)
				id := firstID(t, server, "opportunities")
				return []hostileCall{
					{kind: "read", operation: "getOpportunity", repeats: true, run: func(ctx context.Context) (string, int, error) {
						got, err := client.Opportunities.Get(ctx, id, nil)
						if got == nil {
							return "", 0, err
						}
						return strconv.FormatFloat(float64(got.Data.Attributes.Amount), 'f', -1, 64), 0, err
					}},
					{kind: "list", operation: "listOpportunities", repeats: true, run: func(ctx context.Context) (string, int, error) {
						return iterate(client.Opportunities.All(ctx, &spiro.ListOpportunitiesParams{PageSize: new(int64(5))}))
					}},
					// A PUT says what is to be, so saying it twice does no harm.
					{kind: "write", operation: "updateOpportunity", repeats: true, free: true, loose: true, run: func(ctx context.Context) (string, int, error) {
						_, err := client.Opportunities.Update(ctx, id, spiro.OpportunityUpdate{Data: spiro.OpportunityUpdateData{
							ID: id, Type: "opportunity",
							Attributes: spiro.OpportunityUpdateAttributes{Custom: spiro.CustomFieldChanges{"link": "https://example.com"}},
						}})
						return "", 0, err
					}},
				}
			},
		},
		"humanity": {
			number: "leave_type", whole: true, big: []string{"leaves"}, before: `{"status":1,"data":`, after: `}`,
			logIn: func(ctx context.Context, server *vendortest.Server, timeout time.Duration) (*auth.Source, error) {
				given := server.Credentials()
				source, err := auth.HumanityPassword(auth.HumanityConfig{
					BaseURL: server.URL, ClientID: given.ClientID, ClientSecret: auth.NewSecret(given.ClientSecret),
					Username: given.Username, Password: auth.NewSecret(given.Password), Timeout: timeout,
				})
				return asked(ctx, source, err)
			},
			calls: func(t *testing.T, server *vendortest.Server, source *auth.Source, opts ...rest.ClientOption) []hostileCall {
				client, err := humanity.NewClient(server.URL, append(opts, humanity.WithRequestEditorFn(auth.Humanity(source)))...)
				must(t, err)
				leave, employee := firstNumber(t, server, "leaves"), firstNumber(t, server, "employees")
				return []hostileCall{
					{kind: "read", operation: "getLeave", repeats: true, run: func(ctx context.Context) (string, int, error) {
						got, err := client.Leaves.Get(ctx, leave, nil)
						if got == nil {
							return "", 0, err
						}
						return strconv.FormatInt(int64(got.Data.LeaveType), 10), 0, err
					}},
					{kind: "list", operation: "listLeaves", repeats: true, run: func(ctx context.Context) (string, int, error) {
						return iterate(client.Leaves.All(ctx, &humanity.ListLeavesParams{Limit: new(int64(5))}))
					}},
					{kind: "write", operation: "createLeave", loose: true, run: func(ctx context.Context) (string, int, error) {
						_, err := client.Leaves.Create(ctx, humanity.LeaveCreate{
							EmployeeID: new(employee), StartDate: value.ParseDate("2025-03-10"), EndDate: value.ParseDate("2025-03-11"),
						})
						return "", 0, err
					}},
				}
			},
		},
		"halo": {
			number: "agent_id", whole: true, figures: []string{"record_count"}, big: []string{"Tickets"},
			logIn: func(ctx context.Context, server *vendortest.Server, timeout time.Duration) (*auth.Source, error) {
				given := server.Credentials()
				source, err := auth.HaloClientCredentials(auth.HaloConfig{
					BaseURL: server.URL, ClientID: given.ClientID, ClientSecret: auth.NewSecret(given.ClientSecret),
					AuthURL: server.OAuthURL + "/auth", Tenant: given.Tenant, Timeout: timeout,
				})
				return asked(ctx, source, err)
			},
			calls: func(t *testing.T, server *vendortest.Server, source *auth.Source, opts ...rest.ClientOption) []hostileCall {
				client, err := halo.NewClient(server.URL, append(opts, halo.WithRequestEditorFn(auth.Halo(source)))...)
				must(t, err)
				ticket, attachment := firstNumber(t, server, "Tickets"), firstNumber(t, server, "Attachment")
				return []hostileCall{
					{kind: "read", operation: "getTicket", repeats: true, run: func(ctx context.Context) (string, int, error) {
						got, err := client.Tickets.Get(ctx, ticket, nil)
						if got == nil {
							return "", 0, err
						}
						return strconv.FormatInt(got.AgentID, 10), 0, err
					}},
					{kind: "list", operation: "listTickets", repeats: true, run: func(ctx context.Context) (string, int, error) {
						return iterate(client.Tickets.All(ctx, &halo.ListTicketsParams{PageSize: new(int64(5))}))
					}},
					{kind: "write", operation: "saveTickets", run: func(ctx context.Context) (string, int, error) {
						_, err := client.Tickets.Create(ctx, []halo.TicketCreate{{Summary: new("Printer down")}})
						return "", 0, err
					}},
					{kind: "file", operation: "getAttachment", repeats: true, run: func(ctx context.Context) (string, int, error) {
						return fetch(client.Attachments.Get(ctx, attachment, nil))
					}},
				}
			},
		},
	}
}

// asked asks a source for its first token.
func asked(ctx context.Context, source *auth.Source, err error) (*auth.Source, error) {
	if err != nil {
		return nil, err
	}
	_, err = source.Token(ctx)
	return source, err
}

// iterate counts the rows of a list up to its end or its error.
func iterate[T any](rows iter.Seq2[*T, error]) (string, int, error) {
	count := 0
	for _, err := range rows {
		if err != nil {
			return "", count, err
		}
		count++
	}
	return "", count, nil
}

// fetch reads a file, up to a bound.
func fetch(file *rest.Download, err error) (string, int, error) {
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	if n, err := io.CopyN(io.Discard, file, 4<<20); err != io.EOF {
		if err == nil {
			err = errEnough
		}
		return "", int(n), err
	}
	return "", 0, nil
}

func firstID(t *testing.T, server *vendortest.Server, collection string) string {
	t.Helper()
	for record := range server.Records(collection).All() {
		if id, ok := record["id"].(string); ok {
			return id
		}
	}
	t.Fatalf("%s has no record with an id", collection)
	return ""
}

func firstNumber(t *testing.T, server *vendortest.Server, collection string) int64 {
	t.Helper()
	for record := range server.Records(collection).All() {
		var id value.Int
		text, err := value.ToJSON(record["id"])
		must(t, err)
		must(t, id.UnmarshalJSON(text))
		return int64(id)
	}
	t.Fatalf("%s has no records", collection)
	return 0
}
