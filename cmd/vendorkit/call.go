package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/invoke"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

type callFlags struct {
	account, store                         string
	params                                 []string
	body, from, output, columns            string
	all, table, dryRun, agree, showSecrets bool
}

// caller is one run of the command.
type caller struct {
	machine
	flags  callFlags
	given  func(flag string) bool
	out    io.Writer
	notes  io.Writer // for the person
	vendor loginVendor
	offers *catalog.Catalog
	op     *catalog.Operation
	login  storedLogin
	from   rest.Cursor       // where a list goes on
	reads  bool              // the call changes nothing, with what it is given
	files  map[string][]byte // that --body names, or standard input as "-": a pipe can be read but once

	columns []string // of the table; nil for those that say most
}

func callCommand(m machine) *cobra.Command {
	var flags callFlags
	cmd := &cobra.Command{
		Use:   "call VENDOR OPERATION",
		Short: "Make a call with a stored login",
		Long: "call calls an operation of a vendor's API, with a login that 'vendorkit login' has stored, and prints the vendor's JSON\n" +
			"response: indented on a terminal, otherwise as received. 'vendorkit operations' finds operations and 'vendorkit\n" +
			"describe' shows what one takes. Everything is checked before anything is sent: what doesn't fit is refused, but a field\n" +
			"of a JSON body that the document doesn't have, or has with another type, is sent with a warning, since the vendor may\n" +
			"know it. Credentials, pacing, retries and errors are those of the Go clients.\n\n" +
			"--param takes everything after the first = as the value: name=a=b has the value a=b. A parameter with keys is written\n" +
			"name[key]=value; a key may contain a =, but no bracket.\n\n" +
			"OPERATION may also be a Go method, whose rules then apply: Tickets.Create refuses a record with an id, Tickets.Update\n" +
			"one without, and Tickets.All implies --all.\n\n" +
			"--all prints every row of a list, one JSON object per line, page by page. If it ends early, the printed rows are\n" +
			"complete, and the error says which --from continues after them.\n\n" +
			"--table prints a row per line, with up to eight simple fields that tell most about a row; --columns chooses others, by\n" +
			"their names in the JSON: id,summary,user.name. A list or an object in a row is shown as JSON.\n\n" +
			"An operation that may change something is sent only after you confirm it on a terminal, or with --yes; --dry-run shows\n" +
			"the request, without its secrets, and sends nothing.\n\n" +
			"The body is given as JSON, as @FILE, or as @- for standard input. For a form it is an object with the form's fields; for\n" +
			"a file in a form the field's value is \"@FILE\".\n\n" +
			"To try it without an account: 'vendorkit fake VENDOR' serves a simulator, and 'vendorkit login VENDOR --base-url' with\n" +
			"what that prints stores a login to it.",
		Example: "  vendorkit call halo getTicket --param id=42\n" +
			"  vendorkit call halo listTickets --param open_only=true --all >tickets.jsonl\n" +
			"  vendorkit call humanity listShifts --param start_date=2026-03-02 --param end_date=2026-03-08 --table\n" +
			"  vendorkit call halo listTickets --param open_only=true --all --columns id,summary,client_name,dateoccurred\n" +
			"  vendorkit call halo saveTickets --body '{\"summary\":\"Printer down\"}' --dry-run\n" +
			"  vendorkit call spiro updateOpportunity --param id=7 --body @change.json --yes\n" +
			"  vendorkit call halo getAttachment --param id=9 --output report.pdf",
		ValidArgsFunction: completeOperation,
		Args:              vendorAndOperation,
		RunE: func(cmd *cobra.Command, args []string) error {
			offers, op, err := findOperation(args)
			if err != nil {
				return err
			}
			c := &caller{
				machine: m, flags: flags, given: cmd.Flags().Changed, out: cmd.OutOrStdout(), notes: cmd.ErrOrStderr(),
				vendor: loginVendorOf(loginVendors(), args[0]), offers: offers, op: op,
			}
			err = c.run(cmd.Context())
			if err != nil && c.login.Store == nil { // what was wrong was seen before the login was looked for
				c.login, _ = c.findLogin(cmd.Context(), flags.store, c.vendor, flags.account, c.given("account"))
			}
			return c.secrets(cmd.Context()).error(err)
		},
	}
	set := cmd.Flags()
	accountFlags(set, &flags.account, &flags.store)
	set.StringArrayVar(&flags.params, "param", nil, "a parameter, as `name=value`; repeat it for each one, and for each value of a list")
	set.StringVar(&flags.body, "body", "", "the body: `JSON`, @FILE or @- for standard input")
	set.BoolVar(&flags.all, "all", false, "print every row of a list, page by page, one JSON object per line")
	set.StringVar(&flags.from, "from", "", "with --all, continue at a `place` that an earlier run printed")
	set.BoolVar(&flags.table, "table", false, "print a table of simple fields of the rows")
	set.StringVar(&flags.columns, "columns", "", "print a table of these fields of the rows: `names` with commas between, and dots within objects")
	set.BoolVar(&flags.dryRun, "dry-run", false, "show the request, secrets masked, and send nothing")
	set.BoolVar(&flags.showSecrets, "show-secrets", false, "print the values of fields that the document calls secret; those of the login are never shown")
	set.BoolVar(&flags.agree, "yes", false, "send an operation that may change something without asking")
	set.StringVar(&flags.output, "output", "", "write the response, which may be a file, to this `file`; - for standard output")
	_ = cmd.RegisterFlagCompletionFunc("param", completeParam) // fails for a flag that isn't there only
	_ = cmd.RegisterFlagCompletionFunc("columns", completeColumns)
	_ = cmd.RegisterFlagCompletionFunc("body", completeBody)
	return cmd
}

func (c *caller) run(ctx context.Context) error {
	if asked := c.op.Asked; asked != nil && asked.Iterates() && !c.flags.all {
		if c.given("all") {
			return usageError{fmt.Errorf("--all: %s gives every row; name %s for a page", asked.Selector(), c.op.Name)}
		}
		c.flags.all = true
	}
	if err := c.checkFlags(); err != nil {
		return usageError{err}
	}
	var err error
	if c.given("columns") {
		if c.columns, err = readColumns(c.flags.columns); err != nil {
			return usageError{err}
		}
		c.flags.table = true
	}
	if c.from, err = c.cursor(); err != nil {
		return usageError{err}
	}
	in, err := c.input(ctx)
	if err != nil {
		return usageError{err}
	}
	made, err := invoke.New(c.offers, nil).Prepare(c.op, in)
	if err != nil {
		return inFlags(err)
	}
	c.reads = made.Reads
	for _, warning := range made.Warnings {
		fmt.Fprintf(c.notes, "--body: %s\n", warning)
	}
	c.login, err = c.findLogin(ctx, c.flags.store, c.vendor, c.flags.account, c.given("account"))
	if c.flags.dryRun {
		if err != nil && (c.given("account") || c.given("store") || strings.Contains(c.offers.BaseURL, "{")) {
			return err
		}
		return c.show(ctx, in)
	}
	if err != nil {
		return err
	}
	client, err := c.login.Client()
	if err != nil {
		return err
	}
	if err := c.consent(ctx, made, hostOf(client.Core().BaseURL())); err != nil {
		return err
	}
	if err := c.token(ctx); err != nil {
		return err
	}
	if in, err = c.input(ctx); err != nil { // a form's files are sent from their beginning
		return usageError{err}
	}
	if made, err = invoke.New(c.offers, client.Core()).Prepare(c.op, in); err != nil {
		return inFlags(err)
	}
	switch {
	case c.flags.all:
		err = c.everyRow(ctx, made)
	case made.Downloads():
		err = c.download(ctx, made)
	default:
		err = c.once(ctx, made)
	}
	return c.explained(ctx, err)
}

// checkFlags refuses flags that don't go together.
func (c *caller) checkFlags() error {
	list := c.op.List != nil
	downloads := c.op.Response.Schema.Type() == "binary"
	switch {
	case c.flags.all && !list:
		return fmt.Errorf("--all: %s isn't a list", c.op.Name)
	case c.given("from") && !c.flags.all:
		return errors.New("--from: it needs --all")
	case c.given("from") && c.flags.from == "":
		return errors.New("--from: it is empty; give the place that an earlier run named, or leave it out to begin anew")
	case c.flags.all && c.given("output"):
		return errors.New("--output: it can't be given with --all; redirect standard output instead: >FILE, or >>FILE with --from")
	case c.flags.table && (downloads || c.given("output")):
		return errors.New("--table: a table goes to standard output, and only of JSON")
	case c.given("columns") && (downloads || c.given("output")):
		return errors.New("--columns: a table goes to standard output, and only of JSON")
	case downloads && !c.given("output") && !c.flags.dryRun:
		return fmt.Errorf("--output: %s responds with a file; give the name to save it under, or - for standard output", c.op.Name)
	case c.given("output") && c.flags.output == "":
		return errors.New("--output: give the name of a file, or - for standard output")
	case c.given("body") && c.flags.body == "":
		return errors.New("--body: it is empty; give JSON, @FILE or @-")
	}
	return nil
}

// input reads what the flags give. It may be asked again: what was read stays the same.
func (c *caller) input(ctx context.Context) (in invoke.Input, err error) {
	for _, text := range c.flags.params {
		p, err := invoke.ParseParam(text)
		if err != nil {
			return in, fmt.Errorf("--%w", err)
		}
		in.Params = append(in.Params, p)
	}
	in.File = func(name string) (value.File, error) { return c.openFile(ctx, name) }
	name, named := strings.CutPrefix(c.flags.body, "@")
	switch {
	case !c.given("body"):
	case named && name == "":
		return in, errors.New("--body: there is no name after the @; give @FILE, or @- for standard input")
	case named:
		if in.Body, err = c.content(ctx, name); err != nil {
			return in, fmt.Errorf("--body: %w", err)
		}
	default:
		in.Body = []byte(c.flags.body)
	}
	return in, nil
}

// content reads a file once, or standard input by the name -.
func (c *caller) content(ctx context.Context, name string) ([]byte, error) {
	if data, ok := c.files[name]; ok {
		return data, nil
	}
	data, err := interruptible(ctx, func() ([]byte, error) {
		if name != "-" {
			file, err := os.Open(name)
			if err != nil {
				return nil, err
			}
			defer file.Close()
			return readInput(file, mostInput)
		}
		data, err := readInput(c.in, mostInput)
		if err != nil {
			err = fmt.Errorf("standard input can't be read: %w", err)
		}
		return data, err
	})
	if err != nil {
		return nil, err
	}
	if c.files == nil {
		c.files = map[string][]byte{}
	}
	if data == nil {
		data = []byte{} // an empty body is one, and refused as that
	}
	c.files[name] = data
	return data, nil
}

// mostInput bounds what is read of a file that is sent, which is held in memory: what has no end, such as a device, isn't what was meant.
const mostInput = 1 << 30

func readInput(from io.Reader, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(from, most+1))
	if err == nil && int64(len(data)) > most {
		return nil, fmt.Errorf("there are more than %d bytes; give a smaller file", most)
	}
	return data, err
}

// openFile opens a file that a form sends.
func (c *caller) openFile(ctx context.Context, name string) (value.File, error) {
	if name == "-" { // a file has a name
		name = "./-"
	}
	data, err := c.content(ctx, name)
	if err != nil {
		return value.File{}, err
	}
	return value.File{Name: filepath.Base(name), Content: bytes.NewReader(data)}, nil
}

// inFlags says of an error of an input by which flag it came.
func inFlags(err error) error {
	if _, ok := errors.AsType[*invoke.InputError](err); ok {
		return usageError{fmt.Errorf("--%w", err)}
	}
	return err
}

// show prints the request and sends nothing.
func (c *caller) show(ctx context.Context, in invoke.Input) error {
	s, _ := logins.SettingsOf(c.login.Record)
	standIn := auth.FromOAuth2(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: wiretext.Masked}))
	if s.Flow == logins.FlowToken && c.vendor.Static != nil {
		static := c.vendor.Static(s, auth.NewSecret(wiretext.Masked))
		if _, err := static.Token(ctx); err == nil { // one that knows its tokens when it sees them sends this as any other
			standIn = static
		}
	}
	newClient := func(opts ...rest.ClientOption) (*rest.Client, error) {
		client, err := c.vendor.Client(s, standIn, opts...)
		if err != nil {
			return nil, err
		}
		return client.Core(), nil
	}
	var shown *invoke.Shown
	var err error
	if c.flags.all {
		_, shown, err = invoke.ShowPage(ctx, c.offers, newClient, c.op, in, c.from)
	} else {
		_, shown, err = invoke.Show(ctx, c.offers, newClient, c.op, in)
	}
	if err != nil {
		return inFlags(err)
	}
	text := shownRequest(shown)
	_, err = io.WriteString(c.out, c.secrets(ctx).hide(text))
	return err
}

// consent asks whether an operation that may change something is to be sent.
func (c *caller) consent(ctx context.Context, made *invoke.Call, host string) error {
	if c.reads || c.flags.agree {
		return nil
	}
	what := fmt.Sprintf("%s (%s %s) may change something", c.op.Name, c.op.HTTPMethod, c.op.Path)
	switch {
	case made.Creates > 0:
		what = fmt.Sprintf("%s makes %s", c.op.Name, counted(made.Creates, "new record"))
	case made.Changes > 0:
		what = fmt.Sprintf("%s changes %s", c.op.Name, counted(made.Changes, "record"))
	}
	typed, err := c.ask(ctx, fmt.Sprintf("%s at %s, account %s. Send it? [y/N] ", what, host, logins.ShownName(c.login.Key.Account)), false)
	switch {
	case errors.Is(err, errNobody):
		return usageError{fmt.Errorf("%s, and there is no terminal to ask at. Nothing was sent; give --yes to send it, or --dry-run to see it", what)}
	case ctx.Err() != nil:
		return codedError{errors.New("interrupted; nothing was sent"), 130}
	case err != nil && !errors.Is(err, io.EOF):
		return fmt.Errorf("the answer can't be read, so nothing was sent: %w", err)
	}
	if word := strings.ToLower(strings.TrimSpace(typed)); word != "y" && word != "yes" {
		return errors.New("nothing was sent")
	}
	return nil
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// token has the login renewed now if it has to be, and brings that to its end whatever happens: what a vendor gives out once must get
// to the store.
func (c *caller) token(ctx context.Context) error {
	source, err := c.login.Source()
	if err != nil {
		return err
	}
	_, err = finish(ctx, c.notes, func(ctx context.Context) (*oauth2.Token, error) { return source.Token(ctx) })
	if ctx.Err() != nil {
		return codedError{errors.New("interrupted; the call wasn't sent"), 130}
	}
	return c.explained(ctx, err)
}

// explained says how to log in again where that is what it takes, and that an interruption was one.
func (c *caller) explained(ctx context.Context, err error) error {
	if errors.Is(err, auth.ErrLoginNeeded) {
		err = fmt.Errorf("%w. Run '%s'", err, c.login.Again())
	}
	if err == nil || ctx.Err() == nil {
		return err
	}
	if told, ok := errors.AsType[endedEarly](err); ok {
		return codedError{told, 130}
	}
	if failure, failed := errors.AsType[*rest.Error](err); failed && !c.reads { // which says whether the vendor may have acted
		return codedError{fmt.Errorf("interrupted: %w", failure), 130}
	}
	return codedError{errors.New("interrupted"), 130}
}
