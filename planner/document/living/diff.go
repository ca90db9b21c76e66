package living

import (
	"github.com/aymanbagabas/go-udiff"
)

// Diff returns a unified diff from a text to what it would be, or "".
func Diff(name, old, text string) string {
	return udiff.Unified(name, name+" (as the design says)", old, text)
}
