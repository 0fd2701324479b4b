package rest

// setDefaults gives the client the retries and the pace that its options left to it.
func (c *Client) setDefaults() {
	window := c.vendor.Window
	if c.limiter == nil && !c.unpaced && window.Requests > 0 && window.Span > 0 {
		c.limiter = NewLimiter(window)
	}
	if c.retries == 0 && c.retrier == nil {
		c.retries = defaultRetries + 1
	}
	if c.retrier == nil {
		c.retrier = newBackOff(window, c.retryWait, c.limiter != nil)
	}
}
