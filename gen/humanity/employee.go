package humanity

import "github.com/seed-8da6be54/vendorkit/rest/value"

// Picture returns the addresses of the employee's picture by size; false when there is none. An address that came as a
// text is Full. Photo, which may be relative, is another place for it.
func (e *Employee) Picture() (AvatarURLs, bool) {
	for _, picture := range [...]value.JSON{e.Avatar, e.AvatarURL} {
		var urls AvatarURLs
		if text, ok := picture.Text(); ok {
			urls.Full = text
		} else if picture.Fields() != nil {
			_ = value.Decode(picture, &urls) // a size that is no string costs that size alone
		}
		if urls != (AvatarURLs{}) {
			return urls, true
		}
	}
	return AvatarURLs{}, false
}

// Largest returns the address of the largest picture there is; empty when there is none.
func (a AvatarURLs) Largest() string {
	for _, address := range [...]string{a.Full, a.Large, a.Bigger, a.Profile, a.Medium, a.Small, a.Forum} {
		if address != "" {
			return address
		}
	}
	return ""
}
