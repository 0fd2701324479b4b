package wiretext

// MessageFields are the fields, with blanks between them, in which failures say in words what is wrong, by the order in which they are
// asked: OAuth's, those of frameworks, of problem details (RFC 9457) and of JSON:API.
const MessageFields = "error_description message error_message detail Message error_msg errorMessage description reason msg title"
