package holaspirit_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// Who is logged in, and in which organization.
func ExampleMeService_Get() {
	server, err := vendortest.Start("holaspirit") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HolaspiritPassword(server.Credentials().Holaspirit()) // auth.HolaspiritConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := holaspirit.NewClient(server.URL, holaspirit.WithRequestEditorFn(auth.Holaspirit(source)))
	if err != nil {
		log.Fatal(err)
	}
	me, err := client.Me.Get(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(me.Data.Settings.CurrentOrganization == server.Credentials().OrganizationID)
	// Output: true
}

// Every member of an organization, page after page.
func ExampleMembersService_All() {
	server, err := vendortest.Start("holaspirit") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HolaspiritPassword(server.Credentials().Holaspirit()) // auth.HolaspiritConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := holaspirit.NewClient(server.URL, holaspirit.WithRequestEditorFn(auth.Holaspirit(source)))
	if err != nil {
		log.Fatal(err)
	}
	n := 0
	for _, err := range client.Members.All(context.Background(), server.Credentials().OrganizationID, nil) {
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println(n, "members")
	// Output: 237 members
}

// An iteration that is broken off and goes on later from the string it left.
func ExampleRolesService_Pages() {
	server, err := vendortest.Start("holaspirit") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HolaspiritPassword(server.Credentials().Holaspirit()) // auth.HolaspiritConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := holaspirit.NewClient(server.URL, holaspirit.WithRequestEditorFn(auth.Holaspirit(source)))
	if err != nil {
		log.Fatal(err)
	}
	ctx, organization := context.Background(), server.Credentials().OrganizationID
	params := &holaspirit.ListRolesParams{Count: new(int64(100))}
	var next rest.Cursor
	for page, err := range client.Roles.Pages(ctx, organization, params) {
		if err != nil {
			log.Fatal(err)
		}
		next = page.Next
		break
	}
	n := 0
	for _, err := range client.Roles.All(ctx, organization, params, rest.StartAt(next)) {
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println("more behind it:", next != "", "rows:", n)
	// Output: more behind it: true rows: 412
}

// A tension is updated: what is set is sent, what isn't stays as it is.
func ExampleTensionsService_Update() {
	server, err := vendortest.Start("holaspirit") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HolaspiritPassword(server.Credentials().Holaspirit()) // auth.HolaspiritConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := holaspirit.NewClient(server.URL, holaspirit.WithRequestEditorFn(auth.Holaspirit(source)))
	if err != nil {
		log.Fatal(err)
	}
	ctx, organization := context.Background(), server.Credentials().OrganizationID
	list, err := client.Tensions.List(ctx, organization, nil)
	if err != nil {
		log.Fatal(err)
	}
	id := list.Data[0].ID
	if _, err := client.Tensions.Update(ctx, organization, id, holaspirit.TensionUpdate{Name: new("The lift is broken")}); err != nil {
		log.Fatal(err)
	}
	tension, err := client.Tensions.Get(ctx, organization, id)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(tension.Data.Name)
	// Output: The lift is broken
}

// An export in one call: started, waited for, read.
func ExampleExportsService_Spreadsheet() {
	server, err := vendortest.Start("holaspirit") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HolaspiritPassword(server.Credentials().Holaspirit()) // auth.HolaspiritConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := holaspirit.NewClient(server.URL, holaspirit.WithRequestEditorFn(auth.Holaspirit(source)))
	if err != nil {
		log.Fatal(err)
	}
	file, err := client.Exports.Spreadsheet(context.Background(), server.Credentials().OrganizationID,
		[]holaspirit.ExportTab{holaspirit.ExportTabMember, holaspirit.ExportTabRole})
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	head := make([]byte, 2)
	if _, err := io.ReadFull(file, head); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: a zip file, as workbooks are\n", head)
	// Output: PK: a zip file, as workbooks are
}

// What can go wrong, distinguished.
func ExampleNewClient_errors() {
	server, err := vendortest.Start("holaspirit") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HolaspiritPassword(server.Credentials().Holaspirit()) // auth.HolaspiritConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := holaspirit.NewClient(server.URL, holaspirit.WithRequestEditorFn(auth.Holaspirit(source)))
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.Circles.Get(context.Background(), server.Credentials().OrganizationID, "5f00000000000000000000ff")
	switch failure, _ := errors.AsType[*rest.Error](err); {
	case errors.Is(err, auth.ErrLoginNeeded):
		fmt.Println("the user must sign in again")
	case errors.Is(err, rest.ErrNotFound):
		fmt.Println("no such circle:", failure.Status, failure.Code)
	case err != nil:
		fmt.Println("something else:", err)
	}
	// Output: no such circle: 404 not_found
}

// A read-only token of an organization: it reads, and a write is refused before it is sent.
func ExampleNewClient_readOnlyToken() {
	server, err := vendortest.Start("holaspirit")
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	given := server.Credentials()
	token := auth.HolaspiritToken(auth.NewSecret(given.APIToken))
	client, err := holaspirit.NewClient(server.URL, holaspirit.WithRequestEditorFn(auth.Holaspirit(token, auth.ForBaseURL(server.URL))))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	circles, err := client.Circles.List(ctx, given.OrganizationID, nil)
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.Tasks.Create(ctx, given.OrganizationID, holaspirit.TaskCreate{TaskType: new(holaspirit.TaskCreateTaskTypeAction)})
	fmt.Println(len(circles.Data), errors.Is(err, auth.ErrReadOnlyToken))
	// Output: 50 true
}

// An event that an outgoing webhook sent.
func ExampleParseWebhook() {
	event, err := holaspirit.ParseWebhook([]byte(`{"object":"task","activity":"create","id":"5f","title":"Paint the door"}`))
	if err != nil {
		log.Fatal(err)
	}
	switch event := event.(type) {
	case *holaspirit.WebhookTask:
		fmt.Println(event.Activity, event.Title)
	default:
		fmt.Println(event.ObjectName())
	}
	// Output: create Paint the door
}
