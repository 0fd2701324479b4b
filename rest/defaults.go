package rest

// settle gives the client the retries and the pace that its options left to it.
func (c *Client) settle() {
	window := c.vendor.Window
	if window.Requests <= 0 {
		window.Span = 0
	}
	if c.limiter == nil && !c.unpaced && window.Span > 0 {
		c.limiter = NewLimiter(window)
	}
	if !c.retries.said {
		c.retries.most = defaultRetries
		if c.retrier != nil {
			c.retries.most = -1 // no bound but its own
		}
	}
	if c.retryWait == 0 {
		c.retryWait = max(defaultWait, window.Span+window.Span/8)
	}
	if c.retrier == nil {
		c.retrier = &backOff{span: window.Span, most: c.retryWait, paced: c.limiter != nil}
	}
}
