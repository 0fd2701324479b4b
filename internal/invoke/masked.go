package invoke

// Masked returns a response of the call, or a part of it, with wiretext.Masked in the place of fields that hold secrets, by their schemas or
// by their names. It is for where nobody has use for a secret: a Result is what the vendor sent.
func (c *Call) Masked(response []byte) []byte {
	fields := map[string]bool{}
	if schema := c.Operation.Response.Schema; schema != nil {
		collectSecrets(schema, 4, fields)
	}
	return maskJSON(response, fields)
}
