package source

// The extensions of OpenAPI that the documents use. CONTRIBUTING says what each means.
const (
	XAbsent            = "x-absent"
	XBuilder           = "x-builder"
	XChanges           = "x-changes"
	XDeprecated        = "x-deprecated"
	XDeprecatedReason  = "x-deprecated-reason"
	XEmptyObject       = "x-empty-object"
	XEnumNames         = "x-enum-varnames"
	XEnvelope          = "x-envelope"
	XErrorCodes        = "x-error-codes"
	XErrorFields       = "x-error-fields"
	XEveryday          = "x-everyday"
	XEvidence          = "x-evidence"
	XFormBoolean       = "x-form-boolean"
	XFormEncoding      = "x-form-encoding"
	XGoName            = "x-go-name"
	XGoType            = "x-go-type"
	XGoTypeSkipPointer = "x-go-type-skip-optional-pointer"
	XGroup             = "x-group"
	XGroups            = "x-groups"
	XGuess             = "x-guess"
	XHeaders           = "x-headers"
	XLastEdition       = "x-last-edition"
	XLazy              = "x-lazy"
	XLenient           = "x-lenient"
	XMethod            = "x-method"
	XMethodHeaders     = "x-method-headers"
	XNestedWrites      = "x-nested-writes"
	XOmit              = "x-omit"
	XOmitZero          = "x-omitzero"
	XOnly              = "x-only"
	XOpen              = "x-open"
	XPage              = "x-page"
	XProduct           = "x-product"
	XRateLimit         = "x-rate-limit"
	XRetrySafe         = "x-retry-safe"
	XScope             = "x-scope"
	XSecret            = "x-secret"
	XSources           = "x-sources"
	XUpsert            = "x-upsert"
	XWrite             = "x-write"
	XWriteOf           = "x-write-of"
)

// Those that completing a document adds to what is derived.
const (
	XEnumOf = "x-enum-of" // the schema of what is read whose field has the same values
	XNested = "x-nested"  // a write schema that x-nested-writes asked for
)
