// Package arm evaluates Azure Resource Manager templates without Azure:
// parameters, variables, functions, copy loops, conditions, nested templates,
// linked templates that lie beside the template, and the templates that Bicep
// compiles, whose resources have symbolic names.
//
// What only the live service knows (the region of the resource group, the
// state of a resource, a parameter without a value) becomes an Unknown value
// that says what is missing; everything that is computed from it is unknown
// for the same reason. Nothing is guessed, with one exception that is
// reported: the texts that uniqueString and guid make are only parts of names,
// and are replaced by stand-ins so that resources still find each other.
//
// An evaluation is bounded: loops, recursion, and the size of what is made.
package arm
