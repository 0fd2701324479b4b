package wiretext

// MaxBrief bounds what an error shows of one foreign text, such as a vendor's message, in bytes.
const MaxBrief = 500

// Brief makes a foreign text that holds no secret fit to show in an error.
func Brief(text string) string { return Show(text, nil, MaxBrief) }
