package vendortest

// PathParams returns values for the path parameters of an operation that name records which exist: what a test calls the
// operation with when it doesn't care which record. It returns nil for an operation that the document doesn't have. A
// parameter that names nothing in the simulator, such as Holaspirit's template_id, is missing.
func (s *Server) PathParams(operationID string) map[string]string {
	op := s.model.byID()[operationID]
	if op == nil {
		return nil
	}
	s.model.ready(op)
	s.mu.Lock()
	defer s.mu.Unlock()
	params := map[string]string{}
	for _, segment := range op.segments {
		if segment.param && segment.text == "organization_slug" {
			params[segment.text] = s.behave.credentials.OrganizationSlug
		}
	}
	first := func(k *kind, param string) {
		if c := s.collection(k, params); c.len() > 0 {
			params[param] = c.idOf(c.at(0))
		}
	}
	for _, owner := range op.owners {
		first(owner.kind, owner.param)
	}
	if op.kind != nil && op.itemPath() {
		first(op.kind, op.itemParam())
	}
	for _, segment := range op.segments {
		for _, name := range segment.names() {
			if value := s.specialParam(name); value != "" {
				params[name] = value
			} else if params[name] == "" && s.vendor.anyParam != "" {
				params[name] = s.vendor.anyParam
			}
		}
	}
	return params
}

// specialParam is a value for a path parameter that names no record of a collection; empty when there is none.
func (s *Server) specialParam(name string) string {
	if s.behave.pathParam == nil {
		return ""
	}
	return s.behave.pathParam(name)
}
