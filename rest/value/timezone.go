package value

import "strings"

// withZone puts a zone that stands apart, as in "09:30:00 +0200", "07:30:00 UTC" or "09:30:00 GMT+2", right behind the time, and
// completes a bare offset of hours. The name of a zone in brackets, which Java writes behind the offset, is left out.
func withZone(text string) string {
	if len(text) < len("20060102T1504") || len(text) > 64 {
		return text
	}
	if open := strings.IndexByte(text, '['); open > 0 && strings.HasSuffix(text, "]") {
		text = text[:open]
	}
	if text[0] >= '0' && text[0] <= '9' {
		text = strings.ToUpper(text)
	}
	for _, name := range [...]string{"UTC", "GMT", "Z"} {
		if clock, ok := strings.CutSuffix(text, name); ok {
			clock = strings.TrimRight(clock, " ")
			if complete, ok := withOffset(clock); ok { // +0000 UTC
				return complete
			}
			return clock + "Z"
		}
	}
	if complete, ok := withOffset(text); ok {
		return complete
	}
	return text
}

// withOffset reports whether a string ends with an offset from UTC, behind a time, and returns it with the offset right behind that.
func withOffset(text string) (string, bool) {
	sign := strings.LastIndexAny(text, "+-")
	if sign < len("20060102T1504") || !strings.ContainsAny(text[:sign], "Tt:") {
		return text, false
	}
	clock, offset := strings.TrimRight(text[:sign], " "), text[sign:]
	for _, name := range [...]string{"UTC", "GMT"} {
		clock = strings.TrimRight(strings.TrimSuffix(clock, name), " ")
	}
	hours, minutes, colon := strings.Cut(offset[1:], ":")
	if len(hours) == 1 {
		hours = "0" + hours
	}
	if colon {
		return clock + offset[:1] + hours + ":" + minutes, true
	}
	if len(hours) == len("02") {
		hours += "00"
	}
	return clock + offset[:1] + hours, true
}

// netDate takes the milliseconds out of .NET's /Date(1778571000000+0200)/; the offset only says where it was written.
func netDate(text string) string {
	inner, ok := strings.CutPrefix(text, "/Date(")
	inner, closed := strings.CutSuffix(inner, ")/")
	if !ok || !closed {
		return text
	}
	if sign := strings.LastIndexAny(inner, "+-"); sign > 0 {
		inner = inner[:sign]
	}
	return inner
}
