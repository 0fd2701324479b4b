package spiro

import (
	"context"
	"fmt"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// SetCustom sets custom fields of an opportunity, by their keys, and leaves the others alone. It reads the opportunity, since
// an update has to repeat its type and id, and sends the given fields only. It makes two calls; the options hold for both.
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
	data := OpportunityUpdateData{
		Type:       current.Data.Type,
		ID:         current.Data.ID,
		Attributes: OpportunityUpdateAttributes{Custom: fields},
	}
	if data.Type == "" || data.ID == "" {
		return fmt.Errorf("spiro: SetCustom: the opportunity that came has no type or no id, so nothing was sent: %w", rest.ErrDecode)
	}
	_, err = s.Update(ctx, id, OpportunityUpdate{Data: data}, opts...)
	return err
}
