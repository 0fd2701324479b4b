package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// messagesOnly gives a transport over standard input and output the lines that are messages, and tells the client of any other that it
// is none, as JSON-RPC has it. The transport of the SDK would end the session, and with it the program, at the first line that isn't one.
func messagesOnly(in io.ReadCloser, out io.WriteCloser) *mcp.IOTransport {
	w := &wholeWrites{WriteCloser: out}
	passed, pass := io.Pipe()
	go func() { pass.CloseWithError(passMessages(in, pass, w)) }()
	return &mcp.IOTransport{Reader: &closesBoth{passed, in}, Writer: w}
}

// passMessages reads lines until there are none, or one can't be handed on or responded to.
func passMessages(in io.Reader, pass, client io.Writer) error {
	lines := bufio.NewReader(in)
	for {
		line, whole, err := readLine(lines, mcp.DefaultMaxLineLength)
		message := bytes.TrimSpace(line)
		var fault error
		switch {
		case !whole:
			fault = respondNoMessage(client, nil, jsonrpc.CodeInvalidRequest, "a line is longer than a message may be")
		case len(message) == 0:
		case !json.Valid(message):
			fault = respondNoMessage(client, nil, jsonrpc.CodeParseError, "a line is no JSON; each message stands on a line of its own")
		case !isMessage(message):
			fault = respondNoMessage(client, message, jsonrpc.CodeInvalidRequest, "a line is no JSON-RPC 2.0 message")
		default:
			_, fault = pass.Write(append(message, '\n'))
		}
		if err := cmp.Or(fault, err); err != nil {
			return err
		}
	}
}

// isMessage reports whether valid JSON is a message, or a list of such, which the SDK judges by the protocol's version.
func isMessage(line []byte) bool {
	if line[0] != '[' {
		_, err := jsonrpc.DecodeMessage(line)
		return err == nil
	}
	var batch []json.RawMessage
	if json.Unmarshal(line, &batch) != nil || len(batch) == 0 {
		return false
	}
	for _, message := range batch {
		if _, err := jsonrpc.DecodeMessage(message); err != nil {
			return false
		}
	}
	return true
}

// respondNoMessage tells a client that something which it sent is no message, by the id that it gave where there is one.
func respondNoMessage(client io.Writer, sent []byte, code int, why string) error {
	var of struct {
		ID json.RawMessage `json:"id"`
	}
	json.Unmarshal(sent, &of) // what is no object has no id
	if kind := jsonscan.Kind(of.ID); kind != jsonscan.String && kind != jsonscan.Number {
		of.ID = json.RawMessage("null")
	}
	response, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": of.ID, "error": map[string]any{"code": code, "message": why}})
	if err != nil {
		return err
	}
	_, err = client.Write(append(response, '\n'))
	return err
}

// readLine reads a line of so many bytes at most. Of a longer one the rest is left out, and whole is false.
func readLine(from *bufio.Reader, most int) (line []byte, whole bool, err error) {
	for whole = true; ; {
		part, err := from.ReadSlice('\n')
		if len(line)+len(part) > most {
			whole, line = false, nil
		} else if whole {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, whole, err
		}
	}
}

// wholeWrites keeps writes of several goroutines, each of which is a message, from running into one another.
type wholeWrites struct {
	lock sync.Mutex
	io.WriteCloser
}

func (w *wholeWrites) Write(message []byte) (int, error) {
	w.lock.Lock()
	defer w.lock.Unlock()
	return w.WriteCloser.Write(message)
}

// closesBoth closes what is read from behind the pipe, too.
type closesBoth struct {
	*io.PipeReader
	behind io.Closer
}

func (c *closesBoth) Close() error { return errors.Join(c.PipeReader.Close(), c.behind.Close()) }
