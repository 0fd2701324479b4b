package vendortest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// humanity is the simulated Humanity.
func humanity(model func() (*model, error)) *vendor {
	return &vendor{
		name:  "humanity",
		model: model,
		sizes: map[string]int{
			"employees": 24, "positions": 6, "locations": 4, "shifts": 168, "timeclocks": 96, "leaves": 130, "skills": 5,
			"leave-types": 4, "messages": 12, "master-tasks": 70, "tasks": 2, "employee-tasks": 2, "trades": 6,
			// What the document has no schema for, and yet records that can be named:
			"companies": 3, "customfields": 3, "notices": 3, "notes": 2, "terminal": 2, "breakrules": 3, "datatypes": 3,
			"datapoint": 4, "driver": 2, "series": 2, "future": 12,
		},
		size:         3,
		big:          []string{"employees", "shifts", "timeclocks"},
		timeLayout:   "2006-01-02T15:04:05+00:00",
		zone:         humanityZone,
		plainNumbers: true,
		slashes:      slashesLoose,
		lastWins:     true,
		links: map[string]string{
			"schedule": "positions", "schedule_id": "positions", "user": "employees", "userid": "employees",
			"leave_type": "leave-types", "createdBy": "employees", "updatedBy": "employees", "deletedBy": "employees",
			"startedBy": "employees", "endedBy": "employees", "approved_by": "employees", "admin": "employees",
			"created_by": "employees",
		},
		behave: func(s *Server) behaviour { return newHumanity(s).behaviour() },
	}
}

// HumanityThrottleStatus sets the HTTP status with which a simulated Humanity reports that there were too many calls: 200, which
// is the default, or 429. Code 91 stands in the body either way. Other vendors always say 429.
func HumanityThrottleStatus(status int) Option {
	return func(s *settings) {
		s.only("humanity", "HumanityThrottleStatus")
		s.want(status == http.StatusOK || status == http.StatusTooManyRequests, "HumanityThrottleStatus: %d is neither 200 nor 429", status)
		s.throttle = status
	}
}

// HumanityStaffFlag makes a simulated Humanity heed add and remove of a shift only together with update_staff, as one client sends them
// that isn't known to have run against the vendor. By default they take effect without it, which clients that did run rely on.
func HumanityStaffFlag() Option {
	return func(s *settings) {
		s.only("humanity", "HumanityStaffFlag")
		s.staffFlag = true
	}
}

// NewHumanity starts a simulated Humanity that stops when the test ends.
func NewHumanity(tb TB, opts ...Option) *Server { tb.Helper(); return startFor(tb, "humanity", opts) }

// humanityServer is the state of one simulated Humanity.
type humanityServer struct {
	*Server
	credentials Credentials
	fills       map[*openapi3.Schema]func(g *generator, name string) any

	cleared    map[string]map[string]any // shifts that were cleared, by id
	activities map[string]map[string]any // of employee tasks, by id
	wages      map[[2]string]string      // that were set, by employee and position
}

// humanityDisabled is the status of an employee who is disabled.
const humanityDisabled = "-1"

// Codes of the body, as far as the simulator says them.
const (
	humanityOK           = 1
	humanityBadToken     = 3
	humanityBadMethod    = 4
	humanityBadModule    = 5
	humanityMissing      = 8
	humanityBadType      = 9
	humanityExtra        = 10
	humanityCreateFailed = 12
	humanityUpdateFailed = 13
	humanityDeleteFailed = 14
	humanityGetFailed    = 15
	humanityThrottled    = 91
)

func newHumanity(s *Server) *humanityServer {
	p := &humanityServer{Server: s, cleared: map[string]map[string]any{}, activities: map[string]map[string]any{}, wages: map[[2]string]string{}}
	t := s.tokens
	p.credentials = Credentials{
		ClientID: t.secret("client", 40), ClientSecret: t.secret("client secret", 40), RedirectURL: "http://127.0.0.1:53682/callback",
		Username: humanityUsername(0), Password: "correct horse battery staple",
	}
	login := t.issue(p.credentials.ClientID, nil, s.now(), p.life(), 0)
	p.credentials.AccessToken, p.credentials.RefreshToken = login.access, login.refresh
	p.fills = map[*openapi3.Schema]func(*generator, string) any{}
	for name, fill := range map[string]func(*generator, string) any{"DateObject": p.date, "TimeSlot": p.timeSlot, "NamedRef": p.namedRef} {
		if schema := p.model.component(name); schema != nil {
			p.fills[schema] = fill
		}
	}
	return p
}

func (p *humanityServer) behaviour() behaviour {
	return behaviour{
		credentials: p.credentials,
		tokenURL:    "/oauth2/token.php",
		routes:      map[string]route{"/oauth2/token.php": {routeToken, p.token}},
		authorise:   p.authorise,
		refuse:      p.refuse,
		code:        humanityOnly,
		wrap:        humanityWrap,
		query: func(op *operation) []string {
			if op.Method == http.MethodGet {
				return []string{"access_token", "child_company_id"}
			}
			return []string{"access_token"}
		},
		bodyFields: func(op *operation) []string {
			if op.Method == http.MethodGet {
				return nil
			}
			return []string{"child_company_id"}
		},
		spelling: humanitySpelling,
		misread:  func(op *operation, media string) bool { return op.bodySchema(formMedia) != nil },
		value: func(g *generator, schema *openapi3.Schema, name string) (any, bool) {
			if fill := p.fills[schema]; fill != nil {
				return fill(g, name), true
			}
			return nil, false
		},
		operations: p.operations(),
		pathParam:  p.pathParam,
		window:     humanityWindow,
		complete:   p.complete,
		id:         humanityID,
		matches:    p.matches,
		show:       humanityShow,
		sideload:   humanityMetadata,
		merge:      p.merge,
		newRecord:  p.newRecord,
	}
}

func (p *humanityServer) operations() map[string]func(*call) response {
	out := map[string]func(*call) response{
		"getMe":                     p.me,
		"createEmployee":            p.createEmployee,
		"getEmployeeByEID":          p.employeeBy("eid"),
		"findEmployeeByEID":         p.employeeBy("eid"),
		"getEmployeeByUniqueID":     p.employeeBy("unique_id"),
		"listEmployeePositions":     p.listEmployeePositions,
		"getEmployeePosition":       p.getEmployeePosition,
		"assignEmployeePosition":    p.assignEmployeePosition,
		"updateEmployeePosition":    p.updateEmployeePosition,
		"unassignEmployeePosition":  p.unassignEmployeePosition,
		"createShift":               p.createShift,
		"updateShift":               p.updateShift,
		"listShiftApprovals":        p.listShiftApprovals,
		"publishShifts":             p.publishShifts,
		"clearShifts":               p.clearShifts,
		"listTimeclocks":            p.listTimeclocks,
		"createTimeclock":           p.createTimeclock,
		"addClockTime":              p.addClockTime,
		"updateTimeclock":           p.updateTimeclock,
		"clockIn":                   p.clockIn,
		"clockOut":                  p.clockOut,
		"forceClockOut":             p.forceClockOut,
		"saveTimeclockNote":         p.saveTimeclockNote,
		"manageTimeclock":           p.manageTimeclock,
		"getTimeclockStatus":        p.timeclockStatus,
		"getTimeclockStatusDetails": p.timeclockStatus,
		"listOnNow":                 p.onNow,
		"listTimeclockEvents":       p.listTimeclockEvents,
		"createTimeclockEvent":      p.createTimeclockEvent,
		"logInAtTerminal":           p.logInAtTerminal,
		"clockInAtTerminal":         p.clockInAtTerminal,
		"clockOutAtTerminal":        p.clockOutAtTerminal,
		"createLeave":               p.createLeave,
		"updateLeave":               p.updateLeave,
		"listTrades":                p.listTrades,
		"proposeShiftSwap":          p.proposeTrade,
		"createTrade":               p.proposeTrade,
		"answerShiftSwap":           p.answerTrade,
		"answerTrade":               p.answerTrade,
		"getFutureAvailability":     p.futureAvailability,
		"createFutureAvailability":  p.createFutureAvailability,
		"getTrainingProgress":       p.trainingProgress,
		"getCustomReport":           p.customReport,
		"getPayrollReport":          p.payrollReport,
		"getGroupReport":            p.groupReport,
		"listShiftTasks":            p.listOfShifts,
		"listEmployeeTasks":         p.listOfShifts,
		"replaceShiftTasks":         p.replaceShiftTasks,
		"setEmployeeTaskStatus":     p.setEmployeeTaskStatus,
		"setEmployeeTaskTimes":      p.setEmployeeTaskTimes,
		"deleteMasterTask":          p.deleteMasterTask,
	}
	// Lists of which no row has been published, but whose records can be made, read and deleted one by one.
	for _, id := range []string{"listCompanies", "listCustomFields", "listNotices", "listTerminals", "listForecastDataTypes", "listDemandForecastDrivers"} {
		out[id] = p.listUnknown
	}
	for _, op := range p.model.operations {
		if strings.HasSuffix(op.Path, "/unique_id/{unique_id}") && out[op.ID] == nil {
			out[op.ID] = (*call).other // nothing public says what these name
		}
		if op.Method == http.MethodDelete && out[op.ID] == nil && op.kind != nil {
			out[op.ID] = p.remove
		}
	}
	return out
}

// refuse writes a failure. Nearly all of them come with HTTP 200 and a code in the body.
func (p *humanityServer) refuse(c *call, status int, problems []problem) (int, any) {
	first := problems[0]
	code, err := strconv.Atoi(first.code)
	if err != nil {
		code, status = p.codeOf(c, status, first)
	}
	return status, humanityEnvelope(c, code, nil, first.text())
}

// codeOf finds the code and HTTP's status for what the engine refuses.
func (p *humanityServer) codeOf(c *call, status int, first problem) (code, onWire int) {
	switch {
	case status == http.StatusTooManyRequests:
		if wanted := p.Server.settings.throttle; wanted != 0 {
			return humanityThrottled, wanted
		}
		return humanityThrottled, http.StatusOK
	case status == http.StatusMethodNotAllowed:
		return humanityBadMethod, status
	case c.operation == nil:
		return humanityBadModule, status
	case first.code == "required":
		return humanityMissing, http.StatusOK
	case first.extra:
		return humanityExtra, http.StatusOK
	case status == http.StatusBadRequest:
		return humanityBadType, http.StatusOK
	case status == http.StatusUnauthorized:
		return humanityBadToken, status
	}
	switch c.operation.Method {
	case http.MethodGet:
		return humanityGetFailed, http.StatusOK
	case http.MethodPost:
		return humanityCreateFailed, http.StatusOK
	case http.MethodDelete:
		return humanityDeleteFailed, http.StatusOK
	}
	return humanityUpdateFailed, http.StatusOK
}

// humanityFail is a refusal in the body alone.
func humanityFail(code int, text string) *refusal {
	return refuse(http.StatusOK, strconv.Itoa(code), text)
}

// humanityOnly is a response that has nothing but a code.
func humanityOnly(c *call, status, code int) response {
	return response{status: status, body: humanityEnvelope(c, code, nil, fmt.Sprintf("Error %d", code))}
}

// humanityEnvelope is what stands around every response: the token is echoed, whatever became of the call.
func humanityEnvelope(c *call, code int, data any, text string) map[string]any {
	out := map[string]any{"status": code, "data": data, "error": nil, "token": humanityToken(c.request)}
	if text != "" {
		out["error"] = text
	}
	return out
}

// humanityWrap puts a response into the envelope.
func humanityWrap(c *call, a response) response {
	out := humanityEnvelope(c, humanityOK, nil, "")
	if body, ok := a.body.(map[string]any); ok {
		maps.Copy(out, body)
	}
	if strings.Contains(c.operation.Path, "/swap") { // the one family whose samples have it as a string
		out["status"] = strconv.Itoa(humanityOK)
	}
	return response{status: a.status, header: a.header, body: out}
}

// humanityData is a response with just that.
func humanityData(v any) response {
	return response{status: http.StatusOK, body: map[string]any{"data": v}}
}

// humanityMetadata adds what the task family has beside data: an empty list, or where the next page begins. The name of
// the field that says so isn't public.
func humanityMetadata(c *call, body map[string]any, rows []map[string]any) {
	if c.operation.response.Properties["metadata"] == nil {
		return
	}
	body["metadata"] = []any{}
	if from, _, ok := humanityWindow(c); ok {
		if next := from + len(rows); len(rows) > 0 && next < len(c.matching(c.records())) {
			body["metadata"] = map[string]any{"cursor": fmt.Sprintf("c%d", next)}
		}
	}
}

// Numbers that ids begin with.
var humanityFirstID = map[string]int{
	"employees": 1_100_000, "positions": 220_000, "locations": 33_000, "shifts": 440_000_000, "timeclocks": 55_000_000,
	"leaves": 6_600_000, "skills": 7_700, "leave-types": 8_800, "messages": 9_900_000, "companies": 12_000,
}

// humanityID makes an id: a number, spelled as a string by most lists and as a number by some; tasks have ULIDs.
func humanityID(c *collection, slot int) any {
	switch c.kind.template {
	case "/employees/{employee_id}/positions": // named by the position
		return strconv.Itoa(humanityFirstID["positions"] + slot)
	}
	switch c.kind.name {
	case "master-tasks":
		return fmt.Sprintf("01JM%022d", slot+1)
	case "tasks", "employee-tasks":
		return fmt.Sprintf("01J%s%011d%011d", strings.ToUpper(c.kind.name[:1]), whole64(c.params["shift_ids"]), slot+1)
	}
	first := humanityFirstID[c.kind.name]
	if first == 0 {
		first = 10_000
	}
	switch c.kind.name {
	case "positions", "locations", "leave-types":
		return first + slot
	case "skills", "messages":
		return humanityNumber(first+slot, slot)
	}
	return strconv.Itoa(first + slot)
}

func whole64(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}

// of is the collection that an operation without path parameters lists.
func (p *humanityServer) of(operation string) *collection {
	return p.collection(p.model.byID()[operation].kind, nil)
}

// nameOf is the name of a record, without making all of it.
func (p *humanityServer) nameOf(c *collection, slot int) string {
	if record, ok := c.written[slot]; ok {
		return stringOf(record["name"])
	}
	switch c.kind.template {
	case "/employees":
		g := generator{slot: slot}
		return g.firstName() + " " + g.lastName()
	case "/positions":
		return numberedName([]string{"Barista", "Cook", "Server", "Host", "Cashier", "Shift lead"}, slot)
	case "/locations":
		return numberedName([]string{"Downtown", "Riverside", "Airport", "Warehouse"}, slot)
	case "/leave-types":
		return numberedName([]string{"Vacation", "Sick", "Unpaid", "Parental"}, slot)
	case "/skills":
		return numberedName([]string{"Latte art", "First aid", "Forklift", "Spanish", "Till"}, slot)
	}
	return stringOf(c.record(slot)["name"])
}

func numberedName(names []string, slot int) string {
	if slot < len(names) {
		return names[slot]
	}
	return fmt.Sprintf("%s %d", names[slot%len(names)], slot/len(names)+1)
}

// pick is the n-th record of a list, in turn: its id and its name.
func (p *humanityServer) pick(operation string, n int) (id, name string) {
	c := p.of(operation)
	if c.len() == 0 {
		return "0", ""
	}
	slot := c.at(n % c.len())
	return c.idOf(slot), p.nameOf(c, slot)
}

// named is the name of a record by its id; false when there is no such record.
func (p *humanityServer) named(operation, id string) (string, bool) {
	c := p.of(operation)
	slot, ok := c.find(id)
	if !ok {
		return "", false
	}
	return p.nameOf(c, slot), true
}

// humanityText is an id or a number in whatever spelling, as a string.
func humanityText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// humanityTrue reads a flag in any of its spellings.
func humanityTrue(v any) bool {
	switch humanityText(v) {
	case "1", "true":
		return true
	}
	return false
}

// humanityIDs reads a list of ids: of a form with commas, or of JSON.
func humanityIDs(v any) []string {
	var out []string
	for _, item := range listOf(v) {
		for id := range strings.SplitSeq(humanityText(item), ",") {
			if id = strings.TrimSpace(id); id != "" {
				out = append(out, id)
			}
		}
	}
	return out
}

func (p *humanityServer) date(g *generator, name string) any {
	return humanityDate(p.local(g.moment(name)), g.slot)
}

func (p *humanityServer) timeSlot(g *generator, name string) any {
	return humanityTimeSlot(p.local(g.moment(name)), g.slot)
}

func (p *humanityServer) namedRef(g *generator, name string) any {
	operation := "listEmployees"
	switch spec.Singular(strings.ToLower(name)) {
	case "schedule", "position":
		operation = "listPositions"
	case "location":
		operation = "listLocations"
	case "skill":
		operation = "listSkills"
	}
	id, label := p.pick(operation, g.slot)
	return map[string]any{"id": humanityNumber(int(whole64(id)), g.slot+1), "name": label}
}

// pathParam gives values for path parameters that aren't a record's id.
func (p *humanityServer) pathParam(name string) string {
	employees, shifts := p.of("listEmployees"), p.of("listShifts")
	if employees.len() == 0 || shifts.len() == 0 {
		return ""
	}
	shift := shifts.idOf(shifts.at(0))
	switch name {
	case "shift_ids":
		return shift
	case "eid", "unique_id":
		return stringOf(employees.record(employees.at(0))[name])
	case "details":
		return "1"
	case "mode_or_id":
		return "manage"
	case "terminal_key":
		return "terminal-1"
	case "employee_task_id":
		tasks := p.collection(p.model.byID()["listEmployeeTasks"].kind, map[string]string{"shift_ids": shift})
		if tasks.len() > 0 {
			return tasks.idOf(tasks.at(0))
		}
	}
	return ""
}

// humanityWindow knows the four ways in which lists are cut.
func humanityWindow(c *call) (from, count int, ok bool) {
	switch c.operation.ID {
	case "listShifts":
		if c.query.Get("mode") == "open" && (c.query.Has("start_limit") || c.query.Has("end_limit")) {
			return c.asked("start_limit"), max(c.asked("end_limit"), 1), true
		}
	case "listTimeclocks":
		if size := c.asked("per_page"); size > 0 {
			return (max(c.asked("page"), 1) - 1) * size, size, true
		}
	case "listMasterTasks":
		from, _ = strconv.Atoi(strings.TrimPrefix(c.query.Get("cursor"), "c"))
		if count = c.asked("limit"); count <= 0 {
			count = 30
		}
		return max(from, 0), count, true
	}
	return 0, 0, false
}

// matches applies the filters that are known to count. Those that users report to be ignored are ignored.
func (p *humanityServer) matches(c *call) func(map[string]any) bool {
	switch c.operation.ID {
	case "listShifts":
		return p.matchShifts(c)
	case "listTimeclocks":
		return p.matchTimeclocks(c)
	case "listLeaves":
		return p.matchLeaves(c)
	case "listMasterTasks":
		return p.matchMasterTasks(c)
	case "listEmployees", "listPositions", "listLocations":
	default:
		return nil
	}
	since, _ := parseStamp(c.query.Get("updated_at"))
	kind, position := c.query.Get("type"), c.query.Get("schedule")
	disabled := humanityTrue(c.query.Get("disabled")) // its rows aren't among those of the plain list
	return func(record map[string]any) bool {
		if c.operation.ID == "listEmployees" && disabled != (humanityText(record["status"]) == humanityDisabled) {
			return false
		}
		if humanityTrue(record["deleted"]) && !humanityTrue(c.query.Get("include_deleted")) {
			return false
		}
		if text := stringOf(record["updated_at"]); !since.IsZero() && text != "" {
			if at, ok := humanityMoment(text); ok && at.Before(since) {
				return false
			}
		}
		schedules, _ := record["schedules"].(map[string]any)
		return (kind == "" || humanityText(record["type"]) == kind) && (position == "" || schedules[position] != nil)
	}
}

// humanityShow leaves out what comes only where it was asked for.
func humanityShow(c *call, record map[string]any) {
	if c.operation.kind == nil || c.operation.kind.name != "shifts" {
		return
	}
	if !humanityTrue(c.query.Get("detailed")) {
		for _, name := range []string{"skills", "status", "available", "repeats"} {
			delete(record, name)
		}
		if employees, ok := record["employees"].([]any); ok {
			for _, employee := range employees {
				if employee, ok := employee.(map[string]any); ok {
					delete(employee, "eid")
				}
			}
		}
	}
	showShift(c, record)
	if c.query.Get("mode") != "openapproval" {
		delete(record, "requests")
		delete(record, "request_id")
	}
	if fields := c.query.Get("fields[shift]"); fields != "" {
		wanted := strings.Split(fields, ",")
		maps.DeleteFunc(record, func(name string, _ any) bool { return !slices.Contains(wanted, name) })
	}
}

// remove deletes a record. Of employees, positions and locations a trace is left, which lists show on request.
func (p *humanityServer) remove(c *call) response {
	for _, owner := range c.operation.owners {
		if _, ok := p.collection(owner.kind, c.params).find(c.params[owner.param]); !ok {
			return c.no(notFound())
		}
	}
	records := c.records()
	slot, ok := records.find(c.params[c.operation.itemParam()])
	if !ok {
		return c.no(notFound())
	}
	switch records.kind.template {
	case "/employees", "/positions", "/locations":
		record := records.record(slot)
		record["deleted"] = "1"
		if property := propertyOf(records.kind.record, "updated_at"); property != nil {
			record["updated_at"] = p.spellTime(p.now(), property)
		}
		records.put(slot, record)
	default:
		records.remove(slot)
	}
	return humanityData(upperFirst(spec.Singular(records.kind.name)) + " deleted")
}

func upperFirst(text string) string {
	return strings.ToUpper(text[:1]) + text[1:]
}

// listUnknown responds with a list whose rows have no published schema.
func (p *humanityServer) listUnknown(c *call) response {
	records := p.collection(p.kindAt(c.operation.Path), c.params)
	rows := []any{}
	for place := range records.len() {
		rows = append(rows, records.record(records.at(place)))
	}
	return humanityData(rows)
}

// kindAt finds the kind of collection on a path, or on its singular, where the document lists and writes in two places.
func (p *humanityServer) kindAt(path string) *kind {
	for _, k := range p.model.kinds {
		if k.template == path || k.template == strings.TrimSuffix(path, "s") {
			return k
		}
	}
	panic("humanity: no collection at " + path)
}

// merge lays a form over a record, in the spellings that the record's fields have.
func (p *humanityServer) merge(c *call, record, body map[string]any) map[string]any {
	out := maps.Clone(record)
	body = maps.Clone(body)
	delete(body, "child_company_id")
	if c.operation.kind.template == "/employees" {
		body = p.employeeFields(body, out)
	}
	maps.Copy(out, p.newRecord(c.operation.kind, c.operation.kind.known(body)))
	out["id"] = record["id"]
	return out
}

// newRecord writes what a form says the way that a read of the record has it.
func (p *humanityServer) newRecord(k *kind, body map[string]any) map[string]any {
	out := map[string]any{}
	for name, v := range body {
		property := propertyOf(k.record, name)
		switch {
		case v == nil, name == "child_company_id":
		case property == nil:
			out[name] = v
		case property == p.model.component("NamedRef"):
			operation := "listEmployees"
			if name == "location" {
				operation = "listLocations"
			}
			if label, ok := p.named(operation, humanityText(v)); ok {
				out[name] = map[string]any{"id": v, "name": label}
			}
		case property == p.model.component("TimeSlot"):
			if at, ok := humanityClock(humanityText(v)); ok {
				out[name] = humanityTimeSlot(humanityFirstDay.Add(at), 0)
			}
		case property == p.model.component("DateObject"):
		case property.Type.Is("string"):
			out[name] = humanityText(v)
		case len(property.OneOf) > 0: // a flag, a number: as a string, which is how most arrive
			out[name] = humanityFlag(v)
		default:
			out[name] = v
		}
	}
	return out
}

// humanityFlag spells a value as a string, a flag as 1 or 0.
func humanityFlag(v any) any {
	switch v := v.(type) {
	case bool:
		return map[bool]string{true: "1", false: "0"}[v]
	case string, json.Number:
		return humanityText(v)
	}
	return v
}

// company is the id of the account.
func (p *humanityServer) company() string { return strconv.Itoa(humanityFirstID["companies"]) }

// humanityUnix spells a time as seconds, mostly as a string.
func humanityUnix(at time.Time, n int) any {
	if n%4 == 3 {
		return at.Unix()
	}
	return strconv.FormatInt(at.Unix(), 10)
}
