package spiro

import (
	"context"
	"fmt"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// SetCustom sets custom fields of an opportunity, by their keys, and leaves the others alone. It reads the opportunity, since
// an update has to repeat its type and id, and sends the given fields only. It makes two calls; the options hold for both. SetCustomOf takes an opportunity that is read
// already.
//
// What Spiro does with a key that the opportunity doesn't have isn't known, nor what it responds to an update. Read the
// opportunity again where it matters.
func (s *OpportunitiesService) SetCustom(ctx context.Context, id string, fields map[string]any, opts ...CallOption) error {
	if len(fields) == 0 {
		return fmt.Errorf("spiro: SetCustom: no fields were given: %w", rest.ErrRequest)
	}
	current, err := s.Get(ctx, id, nil, opts...)
	// A field of another type than expected comes with an error, but takes nothing away from type and id.
	if current == nil || err != nil && current.Data.Type == "" {
		return err
	}
	if current.Data.Type == "" || current.Data.ID == "" {
		return fmt.Errorf("spiro: SetCustom: the opportunity in the response has no type or no id, so nothing was sent: %w", rest.ErrDecode)
	}
	return s.setCustom(ctx, id, &current.Data, fields, opts)
}

// SetCustomOf does what SetCustom does for an opportunity that has been read already, by Get or from a list, in one call.
func (s *OpportunitiesService) SetCustomOf(ctx context.Context, read *Opportunity, fields map[string]any, opts ...CallOption) error {
	switch {
	case len(fields) == 0:
		return fmt.Errorf("spiro: SetCustomOf: no fields were given: %w", rest.ErrRequest)
	case read == nil || read.Type == "" || read.ID == "":
		return fmt.Errorf("spiro: SetCustomOf: the opportunity has no type or no id; pass one as it was read: %w", rest.ErrRequest)
	}
	return s.setCustom(ctx, read.ID, read, fields, opts)
}

func (s *OpportunitiesService) setCustom(ctx context.Context, id string, read *Opportunity, fields map[string]any, opts []CallOption) error {
	data := OpportunityUpdateData{Type: read.Type, ID: read.ID, Attributes: OpportunityUpdateAttributes{Custom: fields}}
	_, err := s.client.Do(ctx, s.updateCall(id, OpportunityUpdate{Data: data}), opts, nil) // whose response isn't handed on
	return err
}
