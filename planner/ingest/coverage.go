package ingest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// Coverage says what became of the values of a file. It counts what is written
// in the file: a value is carried into the design, noted in a comment, dropped
// because a design has no use for it, sealed because it is a secret, doubted
// because it could not be read, or unknown to the importer.
type Coverage struct {
	File      string  `json:"file"`
	Kind      string  `json:"kind"`
	Resources int     `json:"resources"`
	Carried   int     `json:"carried"`
	Noted     int     `json:"noted"`
	Dropped   int     `json:"dropped"`
	Secrets   int     `json:"secrets"`
	Doubted   int     `json:"doubted"`
	Unknown   int     `json:"unknown"`
	Paths     []Count `json:"unknown_paths"`
	Types     []Count `json:"types_of_no_use"`
}

// A Count is a name and how often it occurs.
type Count struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// noise are the members of bodies that tell a design nothing, whatever the
// resource: bookkeeping of the service.
var noise = []string{
	"etag", "resourceguid", "gatewaymanageretag", "provisioningstate", "stats", "apiversion", "systemdata", "managedby", "kind", "plan",
	"disableipsecreplayprotection", "enablednsforwarding", "inbounddnsforwardingendpoint", "vpnclientconfiguration",
	"virtualnetworkgatewaypolicygroups", "vnetextendedlocationresourceid", "extendedlocation", "identity", "tenantid", "subscriptionid",
	"resourcegroup", "metadata", "deletioninprogress", "packetcapturediagnosticstate", "nextlink", "count", "skiptoken", "totalrecords",
	"networkprofiles", "privateendpointnetworkpolicies", "privatelinkservicenetworkpolicies", "enableddosprotection", "enablevmprotection",
	"ipconfigurations", "purpose", "defaultoutboundaccess", "privateendpointvnetpolicies", "subnets", "dependson", "zones",
}

// coverage counts, by file.
func (i *importer) coverage() []Coverage {
	out := make([]Coverage, len(i.input.files))
	tallies := make([]tally, len(i.input.files))
	for n, f := range i.input.files {
		out[n] = Coverage{File: f.name, Kind: f.kind, Paths: []Count{}, Types: []Count{}}
		tallies[n] = tally{paths: map[string]int{}, types: map[string]int{}, into: &out[n]}
	}
	index := map[*file]int{}
	for n, f := range i.input.files {
		index[f] = n
	}
	for _, b := range i.input.bodies {
		t := &tallies[index[b.file]]
		t.into.Resources++
		id, _ := estate.Identify(b.value)
		short := id.Type[strings.IndexByte(id.Type, '/')+1:]
		if !used(b.value) || !known(id.Type) {
			t.types[short]++
			t.into.Dropped += leaves(b.value)
			continue
		}
		t.minor = slices.Contains(minor, id.Type)
		t.walk(b.value, short)
	}
	for n := range out {
		out[n].Paths, out[n].Types = sorted(tallies[n].paths), sorted(tallies[n].types)
	}
	return out
}

// known reports whether a design is made of a type of resources.
func known(kind string) bool {
	switch kind {
	case publicIPType, routeTableType, firewallType, crossType, vpnSiteType, localGatewayType, wanType, connectionType, portType:
		return true
	}
	for _, prefix := range []string{circuitType, portType, filterType, vnetType, gatewayType, hubType, hubGatewayType, vpnGatewayType, crossType, vpnSiteType} {
		if strings.HasPrefix(kind, prefix) {
			return true
		}
	}
	return false
}

// minor are the types of which a design needs a little; the rest of them is of
// no use.
var minor = []string{publicIPType, routeTableType, firewallType, subnetType}

// A tally counts the values of one file.
type tally struct {
	paths, types map[string]int
	into         *Coverage
	minor        bool // of the resource, only what is used counts
}

func (t *tally) walk(v *tree.Value, path string) {
	if v.Blank() {
		return
	}
	if len(v.Kids) > 0 {
		for _, kid := range v.Kids {
			below := path
			if kid.Name != "" && !strings.EqualFold(kid.Name, "properties") {
				below += "." + kid.Name
			}
			if kid.Use == tree.Unused && slices.Contains(noise, strings.ToLower(kid.Name)) && !used(kid) {
				t.into.Dropped += leaves(kid)
				continue
			}
			t.walk(kid, below)
		}
		return
	}
	switch v.Use {
	case tree.Carried:
		t.into.Carried++
	case tree.Noted:
		t.into.Noted++
	case tree.Dropped, tree.Usual:
		t.into.Dropped++
	case tree.Sealed:
		t.into.Secrets++
	case tree.Doubted:
		t.into.Doubted++
	default:
		if v.Kind == tree.Secret {
			t.into.Secrets++
			return
		}
		if t.minor {
			t.into.Dropped++
			return
		}
		t.into.Unknown++
		t.paths[path]++
	}
}

// leaves counts the values below a value that say something.
func leaves(v *tree.Value) int {
	if v.Blank() {
		return 0
	}
	if len(v.Kids) == 0 {
		return 1
	}
	n := 0
	for _, kid := range v.Kids {
		n += leaves(kid)
	}
	return n
}

// sorted returns counts by number, then name.
func sorted(counts map[string]int) []Count {
	out := make([]Count, 0, len(counts))
	for name, n := range counts {
		out = append(out, Count{source.Clean(name), n})
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(b.Count-a.Count, strings.Compare(a.Name, b.Name)) })
	return out
}
