package vendortest

import (
	"encoding/base64"
	"fmt"
	"mime"
	"net/http"
	"strings"
)

// haloFile is the content of an attachment or an image.
type haloFile struct {
	name, media string
	content     []byte
}

// saveFiles is POST /Attachment: records whose bytes come along as base64 in data_base64 or data. They are kept apart from
// the record.
func (h *haloServer) saveFiles(c *call) response {
	items := itemsOf(c.body)
	files := make([]*haloFile, len(items))
	for i, item := range items {
		record, ok := item.(map[string]any)
		if !ok {
			continue
		}
		for _, field := range []string{"data_base64", "data"} {
			text, sent := record[field].(string)
			delete(record, field)
			if !sent || text == "" || files[i] != nil {
				continue
			}
			if strings.HasPrefix(text, "data:") { // as a browser has it
				_, text, _ = strings.Cut(text, ",")
			}
			content, err := base64.StdEncoding.DecodeString(text)
			if err != nil {
				return c.no(refuse(http.StatusBadRequest, "", field+": isn't base64"))
			}
			files[i] = &haloFile{content: content}
			record["filesize"] = len(content)
		}
	}
	a := c.create()
	if a.refused {
		return a
	}
	saved := itemsOf(a.body)
	if one, ok := a.body.(map[string]any); ok {
		saved = []any{one}
	}
	for i, record := range saved {
		if i < len(files) && files[i] != nil {
			files[i].name, files[i].media = stringOf(fieldOf(record, "filename")), stringOf(fieldOf(record, "content_type"))
			h.files["file "+haloNumber(fieldOf(record, "id"))] = *files[i]
		}
	}
	return a
}

// sendFile is GET /Attachment/{id}: the bytes, with the name in Content-Disposition.
func (h *haloServer) sendFile(c *call) response {
	records := h.records("Attachment")
	slot, ok := records.find(c.params["id"])
	if !ok {
		return c.no(notFound())
	}
	file, ok := h.files["file "+c.params["id"]]
	if !ok {
		file.content, file.media = []byte(haloContent(records.id(slot))), "text/plain"
		file.name = stringOf(records.field(slot, "filename"))
	}
	return file.response()
}

func (f haloFile) response() response {
	header := http.Header{}
	if f.name != "" {
		header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.name}))
	}
	media := f.media
	if media == "" {
		media = "application/octet-stream"
	}
	return response{status: http.StatusOK, header: header, media: media, body: f.content}
}

// haloContent is the content of a seeded attachment.
func haloContent(id any) string { return fmt.Sprintf("The content of attachment %v.\n", id) }

func (h *haloServer) dropFile(c *call) response {
	delete(h.files, "file "+c.params["id"])
	return c.perform()
}

// saveImage is POST /Attachment/image. What it responds with isn't published: here the id and where the image can be had.
func (h *haloServer) saveImage(c *call) response {
	content, _ := fieldOf(c.body, "file").(string)
	id := fmt.Sprint(len(h.files) + 1)
	h.files["image "+id] = haloFile{media: http.DetectContentType([]byte(content)), content: []byte(content)}
	return response{status: http.StatusOK, body: map[string]any{"id": id, "link": h.URL + "/Attachment/image/" + id}}
}

// sendImage is GET /Attachment/image/{id}. Ids that nobody uploaded have an image too, since no list has them.
func (h *haloServer) sendImage(c *call) response {
	if file, ok := h.files["image "+c.params["id"]]; ok {
		return file.response()
	}
	return c.perform()
}
