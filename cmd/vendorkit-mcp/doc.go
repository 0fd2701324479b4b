// Command vendorkit-mcp gives a vendor's API to programs that speak the Model Context Protocol: assistants in an editor, a chat, a
// terminal. `vendorkit mcp` starts it.
//
// It offers three tools in place of one per operation, since a model that is shown 1,600 tools has no room left for anything else: find
// looks for operations, describe shows one, call makes it with a stored login. Calls go through the same rest.Client as those of a
// program, so credentials, pacing, retries and the vendor's own verdicts are the same.
//
// Only operations that read can be called, and those that write only of the services named by --writes. A result is cut to a budget, and says
// how to get the rest. Credentials, and fields that contain them, are masked in all output.
//
// It is a separate module, so that its dependency github.com/modelcontextprotocol/go-sdk doesn't reach programs that import a client.
package main
