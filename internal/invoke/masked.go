package invoke

// Masked returns a response of the call, or a part of it, with wiretext.Masked in the place of fields that hold secrets: by their schemas
// and, where that is asked for too, by their names, which may hide what is none.
func (c *Call) Masked(response []byte, byName bool) []byte {
	fields := map[string]bool{}
	if schema := c.Operation.Response.Schema; schema != nil {
		collectSecrets(schema, 4, fields)
	}
	if len(fields) == 0 && !byName {
		return response
	}
	return maskJSON(response, fields, byName)
}
