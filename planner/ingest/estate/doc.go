// Package estate is a set of Azure resources, whatever source they come from:
// each has an id, and the properties that the sources say of it.
//
// The same resource may be said several times: inline in the body of its
// parent, as a resource of its own, in a list and once more alone, in the flat
// shape of the az command and in the nested shape of REST and Resource Graph.
// All of that is merged by id, without regard to case, and a property is
// looked up wherever it stands.
package estate
