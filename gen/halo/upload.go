package halo

import (
	"context"
	"fmt"
	"io"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// Upload attaches a file to a ticket and returns the attachment, whose ID Get and Delete take. The content is read to its
// end first, because it travels as base64 within JSON: it is in memory two and a half times.
//
//	POST /Attachment
//
// Evidence: documented; halopsa.com/apidoc; the form that was tested on a live server is that of
// covenanttechnologysolutions/halopsa-rest @2f909b5.
func (s *AttachmentsService) Upload(ctx context.Context, ticketID int64, name string, content io.Reader, opts ...CallOption) (*Attachment, error) {
	switch {
	case ticketID == 0:
		return nil, fmt.Errorf("halo: Attachments.Upload: the ticket's id is 0: %w", rest.ErrRequest)
	case name == "":
		return nil, fmt.Errorf("halo: Attachments.Upload: the file's name is empty: %w", rest.ErrRequest)
	case content == nil:
		return nil, fmt.Errorf("halo: Attachments.Upload: there is no content: %w", rest.ErrRequest)
	}
	data, err := io.ReadAll(content)
	if err != nil {
		return nil, fmt.Errorf("halo: Attachments.Upload: reading %s: %w", name, err)
	}
	if len(data) == 0 {
		return nil, fmt.Errorf("halo: Attachments.Upload: %s is empty: %w", name, rest.ErrRequest)
	}
	saved, err := s.Create(ctx, []AttachmentCreate{{TicketID: new(ticketID), Filename: new(name), Data: data}}, opts...)
	if len(saved) == 0 {
		if err == nil {
			err = fmt.Errorf("halo: Attachments.Upload: the response holds no attachment: %w", rest.ErrDecode)
		}
		return nil, err
	}
	return &saved[0], err
}
