package estate

import (
	"slices"
	"strings"
)

// An ID is the id of a resource.
type ID struct {
	Subscription string // empty where the source does not say
	Group        string // empty where the source does not say
	Type         string // lower case, with its namespace: microsoft.network/expressroutecircuits/peerings
	Names        []string
}

// ParseID reads the id of a resource, in any case.
func ParseID(s string) (ID, bool) {
	var id ID
	parts := strings.Split(strings.Trim(strings.TrimSpace(s), "/"), "/")
	if len(parts) < 4 || len(s) > 4000 {
		return id, false
	}
	for len(parts) > 1 && !strings.EqualFold(parts[0], "providers") {
		switch strings.ToLower(parts[0]) {
		case "subscriptions":
			id.Subscription = known(parts[1])
		case "resourcegroups":
			id.Group = known(parts[1])
		default:
			return id, false
		}
		parts = parts[2:]
	}
	// An extension resource has a second provider: the last one counts.
	for i := len(parts) - 1; i > 0; i-- {
		if strings.EqualFold(parts[i], "providers") && i+1 < len(parts) && strings.Contains(parts[i+1], ".") {
			parts = parts[i:]
			break
		}
	}
	if len(parts) < 4 || len(parts)%2 != 0 {
		return id, false
	}
	id.Type = parts[1]
	for i := 2; i < len(parts); i += 2 {
		id.Type += "/" + parts[i]
		id.Names = append(id.Names, parts[i+1])
	}
	id.Type = strings.ToLower(id.Type)
	return id, !slices.Contains(id.Names, "")
}

// known drops the stand-in of a template for the place that it is deployed to.
func known(name string) string {
	if strings.HasPrefix(name, "{") && strings.HasSuffix(name, "}") {
		return ""
	}
	return name
}

// Name returns the last name.
func (id ID) Name() string {
	if len(id.Names) == 0 {
		return ""
	}
	return id.Names[len(id.Names)-1]
}

// Key returns what is equal for equal ids.
func (id ID) Key() string {
	return strings.ToLower("/" + id.Subscription + "/" + id.Group + "/" + id.local())
}

// local is the part of the key that an id has in every resource group.
func (id ID) local() string {
	return strings.ToLower(id.Type + "/" + strings.Join(id.Names, "/"))
}

// Child returns the id of a resource in this one.
func (id ID) Child(kind, name string) ID {
	id.Type += "/" + strings.ToLower(kind)
	id.Names = append(slices.Clip(slices.Clone(id.Names)), name)
	return id
}

// Parent returns the id of the resource that this one is in; of a resource
// that is in none, the id itself.
func (id ID) Parent() ID {
	i := strings.LastIndexByte(id.Type, '/')
	if len(id.Names) < 2 || i < 0 {
		return id
	}
	id.Type, id.Names = id.Type[:i], id.Names[:len(id.Names)-1]
	return id
}

// Up returns the id of the resource of a type that this one is, or is in.
func (id ID) Up(kind string) (ID, bool) {
	for {
		if id.Type == kind {
			return id, true
		}
		if len(id.Names) < 2 {
			return id, false
		}
		id = id.Parent()
	}
}

// String writes the id as Azure does, without what is not known.
func (id ID) String() string {
	var b strings.Builder
	if id.Subscription != "" {
		b.WriteString("/subscriptions/" + id.Subscription)
	}
	if id.Group != "" {
		b.WriteString("/resourceGroups/" + id.Group)
	}
	parts := strings.Split(id.Type, "/")
	b.WriteString("/providers/" + parts[0])
	for i, name := range id.Names {
		if i+1 < len(parts) {
			b.WriteString("/" + parts[i+1] + "/" + name)
		}
	}
	return b.String()
}
