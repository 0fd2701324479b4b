// Command vendorkit-mcp gives a vendor's API to programs that speak the Model Context Protocol: assistants in an editor, a chat, a
// terminal. `vendorkit mcp` starts it.
//
// It offers three tools in place of one per operation, since a model that is shown 1,600 tools has no room left for anything else: find
// looks for operations, describe shows one, call makes it with a stored login. Calls go through the same rest.Client as those of a
// program, so that credentials, pace, retries and the vendor's own verdicts are what they are there.
//
// Only operations that read can be called, and those that write of the services named by --writes. A result is cut to a budget, and says
// how to get the rest. Credentials, and fields that hold any, are masked in all that is said.
//
// It is a module of its own, so that what it is built on, github.com/modelcontextprotocol/go-sdk, doesn't reach those who import a
// client.
package main
