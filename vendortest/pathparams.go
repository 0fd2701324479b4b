package vendortest

// PathParams returns values for the path parameters of an operation, by their names in the document, that lead to an existing record:
// for a test that doesn't care which one. A parameter that stands for nothing in the simulator, such as Holaspirit's template_id, is
// missing. An operation that the document doesn't have fails the test, or panics outside one, as with Count.
func (s *Server) PathParams(operation string) map[string]string {
	op := s.model.byID()[operation]
	if op == nil {
		s.misused(s.noOperation(operation))
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
