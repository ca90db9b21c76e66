package diag

// An Edit replaces the bytes from Start up to End of a file by New.
type Edit struct {
	Start, End int
	New        string
}
