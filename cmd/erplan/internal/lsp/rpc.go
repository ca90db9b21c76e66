package lsp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

// A message is a request, a notification or a response of JSON-RPC 2.0.
type message struct {
	ID     json.RawMessage // empty of a notification
	Method string          // empty of a response
	Params json.RawMessage
}

// largest is how long a message may be: a design of a hundred megabytes is
// none.
const largest = 100 << 20

// readMessage reads one message with its header. It returns io.EOF where the
// stream ends between messages.
func readMessage(r *bufio.Reader) (m message, err error) {
	length := -1
	for first := true; ; first = false {
		row, err := r.ReadString('\n')
		if err != nil {
			if first && row == "" {
				return m, err
			}
			return m, io.ErrUnexpectedEOF
		}
		row = strings.TrimSpace(row)
		if row == "" && length < 0 {
			return m, errors.New("a message has no Content-Length")
		}
		if row == "" {
			break
		}
		name, value, _ := strings.Cut(row, ":")
		if strings.EqualFold(name, "Content-Length") {
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil || length < 0 || length > largest {
				return m, fmt.Errorf("a message has the length %q", strings.TrimSpace(value))
			}
		}
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(r, body); err != nil {
		return m, io.ErrUnexpectedEOF
	}
	if json.Unmarshal(body, &m) != nil {
		m = message{ID: json.RawMessage("null"), Method: "\x00"} // answered as one that cannot be parsed
	}
	return m, nil
}

// A sender writes messages; it may be used by several goroutines.
type sender struct {
	mu sync.Mutex
	w  io.Writer
}

func (s *sender) send(v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	body := bytes.TrimSpace(b.Bytes())
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := fmt.Fprintf(s.w, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return err
}

type notification struct {
	JSONRPC string `json:"jsonrpc"`
	Method  string `json:"method"`
	Params  any    `json:"params"`
}

type response struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  any             `json:"result"`
}

type failure struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Error   *rpcError       `json:"error"`
}

// An rpcError is why a request was not answered.
type rpcError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (e *rpcError) Error() string { return e.Message }

// The codes of errors.
const (
	parseError     = -32700
	invalidRequest = -32600
	methodNotFound = -32601
	invalidParams  = -32602
	internalError  = -32603
	notInitialized = -32002
	requestFailed  = -32803
)

func failed(format string, args ...any) *rpcError {
	return &rpcError{requestFailed, fmt.Sprintf(format, args...)}
}
