package vendortest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	// A job is done when it has been asked for so often, or after so long, whichever comes first.
	holaspiritPolls   = 3
	holaspiritJobTime = 2 * time.Second
	// holaspiritJobLife is how long the vendor keeps a job and its file.
	holaspiritJobLife = 7 * 24 * time.Hour

	xlsxMedia = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// holaspiritJob is a started export.
type holaspiritJob struct {
	tabs  []string
	pdf   bool
	polls int
	made  time.Time
}

func (h *holaspiritServer) startExport(c *call) response {
	if _, ok := h.organizations().find(c.params["organization_id"]); !ok {
		return c.no(notFound())
	}
	tabs := c.query.Get("tabs")
	if tabs == "" {
		tabs = stringOf(c.object()["tabs"])
	}
	jobs := h.collection(h.model.byID()["getJob"].kind, c.params)
	slot := jobs.insert(jobs.len(), map[string]any{"status": "current", "jobType": "export_spreadsheet"})
	record := jobs.record(slot)
	h.jobs[stringOf(record["id"])] = &holaspiritJob{
		tabs: strings.Split(tabs, ","), pdf: c.operation.ID == "startPDFExport", made: h.now(),
	}
	return response{status: http.StatusOK, body: map[string]any{"data": record, "linked": map[string]any{}}}
}

// running finds a job that hasn't vanished. The caller gets its record's collection and slot with it.
func (h *holaspiritServer) running(c *call) (*holaspiritJob, *collection, int) {
	jobs := h.collection(h.model.byID()["getJob"].kind, c.params)
	slot, ok := jobs.find(c.params["job_id"])
	job := h.jobs[c.params["job_id"]]
	if !ok || job != nil && h.now().Sub(job.made) >= holaspiritJobLife {
		return nil, nil, 0
	}
	if job == nil { // seeded, or put there by a test
		job = &holaspiritJob{tabs: []string{"member"}, made: h.now()}
		h.jobs[c.params["job_id"]] = job
	}
	return job, jobs, slot
}

// job responds to a poll.
func (h *holaspiritServer) job(c *call) response {
	job, jobs, slot := h.running(c)
	if job == nil {
		return c.no(notFound())
	}
	record := jobs.record(slot)
	if job.polls++; job.polls >= holaspiritPolls || h.now().Sub(job.made) >= holaspiritJobTime {
		record["status"] = "done"
		jobs.store(slot, record)
	}
	return response{status: http.StatusOK, body: map[string]any{"data": record, "linked": map[string]any{}}}
}

// download responds with the file of a job that is done. What comes before that isn't documented; here it is 404.
func (h *holaspiritServer) download(c *call) response {
	job, jobs, slot := h.running(c)
	if job == nil || jobs.record(slot)["status"] != "done" {
		return c.no(notFound())
	}
	if job.pdf {
		return response{status: http.StatusOK, media: "application/pdf", body: minimalPDF("Export")}
	}
	var sheets []sheet
	for _, tab := range []string{"member", "assignation", "role", "task", "board"} {
		if slices.Contains(job.tabs, tab) {
			sheets = append(sheets, h.sheet(c, tab))
		}
	}
	return response{status: http.StatusOK, media: xlsxMedia, body: workbook(sheets)}
}

func (h *holaspiritServer) pdf(c *call) response {
	if _, ok := h.organizations().find(c.params["organization_id"]); !ok {
		return c.no(notFound())
	}
	if meeting := c.params["meeting_id"]; meeting != "" {
		if _, ok := h.collection(h.model.byID()["listMeetings"].kind, c.params).find(meeting); !ok {
			return c.no(notFound())
		}
	}
	return response{status: http.StatusOK, media: "application/pdf", body: minimalPDF(c.operation.ID)}
}

func (h *holaspiritServer) templateSpreadsheet(c *call) response {
	if _, ok := h.organizations().find(c.params["organization_id"]); !ok {
		return c.no(notFound())
	}
	rows := [][]string{{"Title", "Description"}, {"Template " + c.params["template_id"], "One row of a template."}}
	return response{status: http.StatusOK, media: xlsxMedia, body: workbook([]sheet{{"Template", rows}})}
}

// sheet writes one tab with the columns that importers of the vendor's workbook know.
func (h *holaspiritServer) sheet(c *call, tab string) sheet {
	of := func(operation string) *collection { return h.collection(h.model.byID()[operation].kind, c.params) }
	l := h.linksOf(c.params)
	member := func(slot int) map[string]any { return l.members.record(slot) }
	text := func(v any) string {
		if v == nil {
			return ""
		}
		return fmt.Sprint(v)
	}
	yes := func(b bool) string { return strings.ToUpper(fmt.Sprint(b)) }
	circleName := func(role int) (id, name string) {
		if in, ok := l.circleOf[role]; ok {
			circle := l.circles.record(in)
			return text(circle["id"]), text(circle["name"])
		}
		return "", ""
	}
	switch tab {
	case "member":
		rows := [][]string{{"Last name", "First name", "Email", "Phone", "Language", "Timezone", "Avatar", "Created", "Last connection", "Privilege", "Suspended", "Circle count", "Role count"}}
		for place := range l.members.len() {
			r := l.members.record(l.members.at(place))
			rows = append(rows, []string{text(r["lastName"]), text(r["firstName"]), text(r["email"]), text(r["phone"]), "en", "Europe/Paris",
				text(r["avatarUrl"]), text(r["createdAt"]), text(r["lastLoginAt"]), text(r["privilege"]), yes(r["isSuspended"] == true), "1", text(r["rolesCount"])})
		}
		return sheet{"Members", rows}
	case "assignation":
		rows := [][]string{{"Last name", "First name", "Email", "Circle ID", "Circle", "Role ID", "Role", "TimeSpent"}}
		for role := range l.roles.seeded {
			for _, slot := range l.membersOf[role] {
				m, r := member(slot), l.roles.record(role)
				circle, name := circleName(role)
				rows = append(rows, []string{text(m["lastName"]), text(m["firstName"]), text(m["email"]), circle, name, text(r["id"]), text(r["name"]), "0"})
			}
		}
		return sheet{"Assignations", rows}
	case "role":
		rows := [][]string{{"Circle ID", "Circle", "Role ID", "Role", "HasAssignation", "Created", "TimeSpent", "IsCircle", "Purpose", "Domains", "Accountabilities"}}
		for place := range l.roles.len() {
			slot := l.roles.at(place)
			r := l.roles.record(slot)
			circle, name := circleName(slot)
			rows = append(rows, []string{circle, name, text(r["id"]), text(r["name"]), yes(r["hasAssignation"] == true), text(r["createdAt"]), "0",
				yes(r["circle"] != nil), text(r["purpose"]), "", ""})
		}
		return sheet{"Circles & Roles", rows}
	case "task":
		tasks := of("listTasks")
		rows := [][]string{{"Board ID", "Board", "Status", "Task ID", "Title", "Description", "Created", "Private"}}
		for place := range tasks.len() {
			r := tasks.record(tasks.at(place))
			rows = append(rows, []string{text(r["board"]), text(r["boardTitle"]), text(r["status"]), text(r["id"]), text(r["title"]), text(r["body"]),
				text(r["createdAt"]), yes(r["private"] == true)})
		}
		return sheet{"Tasks", rows}
	}
	boards := of("listBoards")
	rows := [][]string{{"Circle ID", "Circle", "Role ID", "Status", "Title", "Created"}}
	for place := range boards.len() {
		r := boards.record(boards.at(place))
		rows = append(rows, []string{text(r["circle"]), "", "", "current", text(r["title"]), ""})
	}
	return sheet{"Boards", rows}
}
