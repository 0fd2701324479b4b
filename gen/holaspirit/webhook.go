package holaspirit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// maxWebhook bounds what a webhook may send. A payload is one event with a few strings.
const maxWebhook = 1 << 20

// WebhookEvent is what an outgoing webhook sends: one of *WebhookTask, *WebhookObjective, *WebhookChecklist,
// *WebhookMetric, *WebhookPublication, *WebhookPolicy, *WebhookRole, *WebhookElection, *WebhookAssignation,
// *WebhookUnassignation and, for objects that nobody has documented, *WebhookUnknown.
//
// Each of them has the whole payload in Raw, for fields that this package doesn't name.
type WebhookEvent interface {
	// ObjectName is the payload's `object` field: "task", "corerole".
	ObjectName() string
}

// WebhookUnknown is a payload whose field object has a value that this package doesn't know.
type WebhookUnknown struct {
	Object string
	// Raw is the whole payload.
	Raw value.JSON
}

// ObjectName returns "task".
func (*WebhookTask) ObjectName() string { return string(WebhookTaskObjectTask) }

// ObjectName returns "objective".
func (*WebhookObjective) ObjectName() string { return string(WebhookObjectiveObjectObjective) }

// ObjectName returns "checklist".
func (*WebhookChecklist) ObjectName() string { return string(WebhookChecklistObjectChecklist) }

// ObjectName returns "metric".
func (*WebhookMetric) ObjectName() string { return string(WebhookMetricObjectMetric) }

// ObjectName returns "publication".
func (*WebhookPublication) ObjectName() string { return string(WebhookPublicationObjectPublication) }

// ObjectName returns "policy".
func (*WebhookPolicy) ObjectName() string { return string(WebhookPolicyObjectPolicy) }

// ObjectName returns "role", also for a circle.
func (*WebhookRole) ObjectName() string { return string(WebhookRoleObjectRole) }

// ObjectName returns "corerole": an election.
func (*WebhookElection) ObjectName() string { return string(WebhookElectionObjectCoreRole) }

// ObjectName returns "assignation".
func (*WebhookAssignation) ObjectName() string { return string(WebhookAssignationObjectAssignation) }

// ObjectName returns "unassignation".
func (*WebhookUnassignation) ObjectName() string {
	return string(WebhookUnassignationObjectUnassignation)
}

// ObjectName returns the value of the payload's field object.
func (e *WebhookUnknown) ObjectName() string { return e.Object }

// ParseWebhook reads the body of an outgoing webhook. When a field has another type than the vendor's samples show, it
// returns both: the event with everything else, and a *value.DecodeError that names the field.
//
// The vendor signs nothing and sends no delivery id: treat an event as a hint, and read the object back through the API
// before acting on it. Only tasks and objectives say whether they were created, changed or deleted.
func ParseWebhook(body []byte) (WebhookEvent, error) {
	var head struct {
		Object value.Text `json:"object"`
	}
	if err := value.Decode(body, &head); err != nil {
		return nil, fmt.Errorf("holaspirit: webhook: %w", err)
	}
	var event WebhookEvent
	switch head.Object {
	case value.Text(WebhookTaskObjectTask):
		event = new(WebhookTask)
	case value.Text(WebhookObjectiveObjectObjective):
		event = new(WebhookObjective)
	case value.Text(WebhookChecklistObjectChecklist):
		event = new(WebhookChecklist)
	case value.Text(WebhookMetricObjectMetric):
		event = new(WebhookMetric)
	case value.Text(WebhookPublicationObjectPublication):
		event = new(WebhookPublication)
	case value.Text(WebhookPolicyObjectPolicy):
		event = new(WebhookPolicy)
	case value.Text(WebhookRoleObjectRole):
		event = new(WebhookRole)
	case value.Text(WebhookElectionObjectCoreRole):
		event = new(WebhookElection)
	case value.Text(WebhookAssignationObjectAssignation):
		event = new(WebhookAssignation)
	case value.Text(WebhookUnassignationObjectUnassignation):
		event = new(WebhookUnassignation)
	case "":
		return nil, errors.New("holaspirit: webhook: the payload has no field object")
	default:
		return &WebhookUnknown{Object: string(head.Object), Raw: value.JSON(body)}, nil
	}
	if err := value.Decode(body, event); err != nil {
		return event, fmt.Errorf("holaspirit: webhook %s: %w", event.ObjectName(), err)
	}
	return event, nil
}

// WebhookHandler returns a handler for outgoing webhooks: it decodes each payload and passes it to handle, whose error is turned
// into a response of 500. A payload with a field of another type is passed on all the same. Because the vendor signs nothing, keep
// the address secret.
func WebhookHandler(handle func(context.Context, WebhookEvent) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "webhooks are posted", http.StatusMethodNotAllowed)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxWebhook))
		if err != nil {
			http.Error(w, "the payload can't be read or is too large", http.StatusRequestEntityTooLarge)
			return
		}
		event, err := ParseWebhook(body)
		if event == nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if err := handle(r.Context(), event); err != nil {
			http.Error(w, "the event could not be handled", http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
}
