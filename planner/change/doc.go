// Package change says what differs between two designs in the words of the
// language, and what comes of it.
//
// Between compares two designs table by table as they are after options,
// extended files and defaults have been laid over each other: what was added,
// removed, renamed and changed. The order of tables and of lists, comments,
// spelling ("1000 Mbps", "1 Gbps") and where a default stands are no
// differences. A table that is in one design only is taken to be renamed where
// the other has a new one of the same content; references follow.
//
// ImpactOf says what the difference does: which failures become survivable or
// fatal, what becomes of availability and requirements, which findings are
// new and which are solved. Reordering or renaming alone has none.
package change
