// Package ingest turns what an architect has (an export of the live estate, a
// template, a Terraform plan) into a design, and says what it could not know.
//
// [Import] reads any number of files together. Each becomes a list of Azure
// resources: JSON of the az command, of REST and of Resource Graph, templates
// with their parameters (package arm), Terraform plans, states and
// configurations (package terraform). The resources of all files are merged by
// id (package estate), and one mapper writes the design: every value is either
// carried, noted in a comment, dropped because a design has no use for it, or
// reported with its file and position.
//
// Nothing is guessed. A value that cannot be read, a parameter without a value,
// an id that points outside of the files: each leaves a commented placeholder
// where it belongs and a numbered question. What no Azure resource says at all
// (sites, routers, BFD, diversity, advertised prefixes, demand) is asked for
// once. Where the language needs a table that the files only point to, it is
// written with what is known of it and says so; a circuit or a port pair whose
// place is not in the files gets the peering location "unknown", which check
// reports until it is replaced.
//
// Secrets are never kept: see package tree.
package ingest
