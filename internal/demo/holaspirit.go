package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// runHolaspirit logs in with a password, finds the organization, iterates over lists, exports a workbook, and outlives its
// access token.
func runHolaspirit(ctx context.Context, server *vendortest.Server, did *report) error {
	source, err := auth.HolaspiritPassword(server.Credentials().Holaspirit())
	if err != nil {
		return err
	}
	client, err := holaspirit.NewClient(server.URL, holaspirit.WithRequestEditorFn(auth.Holaspirit(source)))
	if err != nil {
		return err
	}
	did.flow = "by password, then by the refresh token that came with it"
	me, err := client.Me.Get(ctx)
	if err != nil {
		return err
	}
	if me.Data.Settings == nil || me.Data.Settings.CurrentOrganization == "" {
		return errors.New("the user has no current organization")
	}
	organization := me.Data.Settings.CurrentOrganization

	if err := readPages(did, client.Members.Pages(ctx, organization, nil), func(l *holaspirit.MemberList) int {
		if did.sample == "" && len(l.Data) > 0 {
			did.sample = DescribeMember(&l.Data[0])
		}
		return len(l.Data)
	}); err != nil {
		return err
	}
	if err := readPages(did, client.Circles.Pages(ctx, organization, nil), func(l *holaspirit.CircleList) int { return len(l.Data) }); err != nil {
		return err
	}
	// An access token lives for an hour. The response to the next call is 401; the token is renewed and the call repeated.
	server.Advance(2 * time.Hour)
	if err := readPages(did, client.Roles.Pages(ctx, organization, nil), func(l *holaspirit.RoleList) int { return len(l.Data) }); err != nil {
		return err
	}
	if tokens := server.Tokens(); tokens.Refreshed == 0 || tokens.Reused > 0 {
		return fmt.Errorf("the login was refreshed %d times and a spent refresh token sent %d times", tokens.Refreshed, tokens.Reused)
	}
	did.notes = append(did.notes, "an access token expired on the way and was renewed once")

	// Exports.Spreadsheet does all of this; here the simulator's clock goes on in between, so that nobody waits for a job.
	job, err := client.Exports.StartSpreadsheet(ctx, organization,
		&holaspirit.StartSpreadsheetExportParams{Tabs: []holaspirit.ExportTab{holaspirit.ExportTabMember, holaspirit.ExportTabRole}}, nil)
	if err != nil {
		return err
	}
	server.Advance(time.Minute)
	if _, err := client.Exports.WaitExport(ctx, organization, job.Data.ID); err != nil {
		return err
	}
	workbook, err := client.Exports.Download(ctx, organization, job.Data.ID)
	if err != nil {
		return err
	}
	defer workbook.Close()
	size, err := io.Copy(io.Discard, workbook)
	if err != nil {
		return err
	}
	did.notes = append(did.notes, fmt.Sprintf("a workbook of %d bytes was exported: started, polled, downloaded", size))
	return nil
}

// readPages reads all pages of a list and counts them and their rows.
func readPages[P any](did *report, pages iter.Seq2[rest.Page[P], error], rows func(P) int) error {
	for page, err := range pages {
		if err != nil {
			return err
		}
		did.read(rows(page.List))
	}
	return nil
}

// DescribeMember says in a line who a member is.
func DescribeMember(member *holaspirit.Member) string {
	return fmt.Sprintf("a member     %q, since %s", member.DisplayName, member.CreatedAt.Time().Format("2 Jan 2006"))
}
