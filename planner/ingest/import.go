package ingest

import (
	"errors"
	"fmt"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// A Source is a file to import.
type Source struct {
	Name string // as shown to people
	Text []byte
}

// Options of an import.
type Options struct {
	Name string // of the design; empty for one made from the files
}

// A Result is a design and what is to be known of it.
type Result struct {
	Text      string     // the design
	Questions []Question // what no source says, in the order of their numbers
	Notes     []string   // what a reader of the sources has to know, each with its place
	Coverage  []Coverage // by file
	Resources int        // how many resources the sources have
	Stubs     []string   // paths of tables that the sources only point to
	Has       []string   // collections of the design of which the sources have resources
	Tables    int        // how many things the design has
}

// A Doubt is a value of the design that could not be read.
type Doubt struct {
	Path  string // of the design
	Why   string
	Where string // file, line and column
}

// errNothing is the error of sources without any resource.
var errNothing = errors.New("the files have no Azure resource")

// Import reads sources and writes a design. The error names the file and the
// place of what cannot be read at all.
func Import(sources []Source, o Options) (*Result, error) {
	in, err := read(sources)
	if err != nil {
		return nil, err
	}
	if len(in.estate.All) == 0 {
		return nil, fmt.Errorf("%w%s", errNothing, in.hint())
	}
	i := &importer{estate: in.estate, catalog: catalog.Embedded(), input: in}
	i.registers()
	return i.run(o)
}

// An importer maps resources to tables of the design.
type importer struct {
	estate  *estate.Estate
	catalog *catalog.Catalog
	input   *input
	tables  []*table
	doubts  []Doubt
	asked   []Question // beside the general ones

	named  map[string][]string         // circuits, for questions
	joins  map[*estate.Resource]bool   // circuits whose private peering something uses
	uses   map[*estate.Resource]string // kinds of gateways that are only pointed to
	housed map[*estate.Resource]bool   // VNets with gateways
	strays map[*estate.Resource]string // hubs that no file names, by the names of their gateways
	stubs  []string                    // paths of tables that are only pointed to

	circuits, ports, filters, reaches, vnets, gateways, wans, hubs, connections, tunnels, sites *register

	peerings  map[string][]*estate.Resource // by the key of their circuit
	subnets   map[string][]*estate.Resource // by the key of their VNet
	hubOf     map[*estate.Resource]*estate.Resource
	joined    map[*estate.Resource]*estate.Resource // hub connections, by VNet
	vnetLinks map[string][]*estate.Resource         // VNet peerings, by VNet
	configs   map[string][]*estate.Resource         // addresses of route servers, by hub
	peerNames map[*estate.Resource]*register
	auths     map[string][]*estate.Resource // authorizations, by circuit
}

// The types of resources that a design is made of.
const (
	circuitType      = "microsoft.network/expressroutecircuits"
	peeringType      = circuitType + "/peerings"
	reachType        = peeringType + "/connections"
	portType         = "microsoft.network/expressrouteports"
	filterType       = "microsoft.network/routefilters"
	vnetType         = "microsoft.network/virtualnetworks"
	subnetType       = vnetType + "/subnets"
	vnetPeeringType  = vnetType + "/virtualnetworkpeerings"
	gatewayType      = "microsoft.network/virtualnetworkgateways"
	connectionType   = "microsoft.network/connections"
	localGatewayType = "microsoft.network/localnetworkgateways"
	wanType          = "microsoft.network/virtualwans"
	hubType          = "microsoft.network/virtualhubs"
	hubVNetType      = hubType + "/hubvirtualnetworkconnections"
	hubGatewayType   = "microsoft.network/expressroutegateways"
	hubJointType     = hubGatewayType + "/expressrouteconnections"
	vpnGatewayType   = "microsoft.network/vpngateways"
	vpnJointType     = vpnGatewayType + "/vpnconnections"
	vpnSiteType      = "microsoft.network/vpnsites"
	crossType        = "microsoft.network/expressroutecrossconnections"
	publicIPType     = "microsoft.network/publicipaddresses"
	routeTableType   = "microsoft.network/routetables"
	firewallType     = "microsoft.network/azurefirewalls"
)

// A pointer is a property that holds the id of another resource, in or below
// which the one that is meant stands. A star is each element of a list.
type pointer struct{ path, kind string }

// pointers by type: what they point to is added where no source has it.
var pointers = map[string][]pointer{
	circuitType:     {{"expressRoutePort.id", portType}},
	peeringType:     {{"routeFilter.id", filterType}, {"ipv6PeeringConfig.routeFilter.id", filterType}},
	reachType:       {{"peerExpressRouteCircuitPeering.id", circuitType}},
	crossType:       {{"expressRouteCircuit.id", circuitType}},
	vnetPeeringType: {{"remoteVirtualNetwork.id", vnetType}},
	gatewayType:     {{"ipConfigurations.*.subnet.id", vnetType}},
	connectionType:  {{"virtualNetworkGateway1.id", gatewayType}, {"peer.id", circuitType}, {"localNetworkGateway2.id", localGatewayType}},
	hubType:         {{"virtualWan.id", wanType}},
	hubGatewayType:  {{"virtualHub.id", hubType}},
	hubJointType:    {{"expressRouteCircuitPeering.id", circuitType}},
	vpnGatewayType:  {{"virtualHub.id", hubType}},
	vpnJointType:    {{"remoteVpnSite.id", vpnSiteType}},
	hubVNetType:     {{"remoteVirtualNetwork.id", vnetType}},
}

// holders are the types that others are written inside of.
var holders = map[string]string{
	peeringType: circuitType, subnetType: vnetType, vnetPeeringType: vnetType, hubJointType: hubGatewayType,
	vpnJointType: vpnGatewayType, hubVNetType: hubType, filterType + "/routefilterrules": filterType,
}

// registers adds what the resources point to, and names everything.
func (i *importer) registers() {
	for n := 0; n < len(i.estate.All); n++ { // it grows
		r := i.estate.All[n]
		if holder := holders[r.ID.Type]; holder != "" {
			if up, ok := r.ID.Up(holder); ok {
				i.estate.Stub(up)
			}
		}
		for _, p := range pointers[r.ID.Type] {
			for _, v := range values(r, p.path) {
				i.follow(v, p.kind)
			}
		}
	}
	for _, g := range []struct {
		into **register
		kind string
		of   []string
	}{
		{&i.circuits, "circuit", []string{circuitType}}, {&i.ports, "port", []string{portType}}, {&i.filters, "filter", []string{filterType}},
		{&i.reaches, "reach", []string{reachType}}, {&i.vnets, "vnet", []string{vnetType}}, {&i.gateways, "gateway", []string{gatewayType}},
		{&i.wans, "wan", []string{wanType}}, {&i.hubs, "hub", []string{hubType}},
		{&i.connections, "connection", []string{connectionType, hubJointType}}, {&i.tunnels, "tunnel", []string{connectionType, vpnJointType}},
		{&i.sites, "site", []string{localGatewayType, vpnSiteType}},
	} {
		*g.into = newRegister(g.kind)
		var all []*estate.Resource
		for _, kind := range g.of {
			all = append(all, i.estate.Of(kind)...)
		}
		(*g.into).enter(all)
	}
	i.peerings = i.estate.Children(peeringType)
	i.subnets = i.estate.Children(subnetType)
}

// table adds a table to the design.
func (i *importer) table(path string) *table {
	t := &table{path: path, imp: i}
	i.tables = append(i.tables, t)
	return t
}

// identity carries where a resource is and what it is called in Azure.
func (t *table) identity(r *estate.Resource, name string, keys ...string) {
	for _, b := range r.Bodies() {
		for _, key := range []string{"name", "id", "type"} {
			if v := b.Get(key); v != nil {
				v.Mark(tree.Carried)
			}
		}
		for _, key := range []string{"resourceGroup", "subscriptionId"} {
			b.Get(key).Mark(tree.Carried)
		}
	}
	for _, key := range keys {
		value := r.ID.Subscription
		if key == "resource_group" {
			value = r.ID.Group
		}
		if value == "" || source.SecretValue(value) {
			continue
		}
		if _, bad := source.Control(value); !bad {
			t.put(key, quote(value))
		}
	}
	if gateway := t.imp.strays[r]; gateway != "" {
		t.imp.stubs = append(t.imp.stubs, t.path)
		t.above = append(t.above, "Stands in for the hub of gateway "+source.Clean(gateway)+", which the files do not say.")
		return
	}
	if r.Name() != name {
		t.remark("azure: name = %s", source.Quote(r.Name()))
	}
	if r.Missing() && t.path != "" {
		t.imp.stubs = append(t.imp.stubs, t.path)
		t.above = append(t.above, "Not among the files: known only because something points to it.")
	}
}

// tags carries tags.
func (t *table) tags(r *estate.Resource) {
	v := r.Get("tags")
	if v.Blank() || v.Kind != tree.Object {
		return
	}
	var parts []string
	seen := map[string]bool{}
	for _, kid := range v.Kids {
		if kid.Kind == tree.Secret {
			kid.Mark(tree.Sealed)
			continue
		}
		if !dataKey(kid.Name) || seen[kid.Name] {
			t.doubt("tags", kid, "a tag has a name that a design cannot have")
			continue
		}
		seen[kid.Name] = true
		if kid.Blank() {
			kid.Mark(tree.Carried)
			parts = append(parts, key(kid.Name)+` = ""`)
		} else if s, ok := t.text("tags", kid); ok {
			kid.Mark(tree.Carried)
			parts = append(parts, key(kid.Name)+" = "+quote(s))
		}
	}
	if len(parts) > 0 {
		v.Use = tree.Carried
		t.put("tags", "{ "+strings.Join(parts, ", ")+" }")
	}
}

// dataKey reports whether a text may be a key of a design that is data: the
// name of a tag or of a subnet.
func dataKey(name string) bool {
	_, bad := source.Control(name)
	return !bad && !strings.ContainsAny(name, "\r\n") && !source.SecretKey(name) && !source.SecretValue(name) && len(name) < source.MaxKey
}

// leave marks a resource that is left out of the design, and is reported.
func leave(r *estate.Resource) {
	for _, b := range r.Bodies() {
		markUnused(b, tree.Doubted)
	}
}

// rest marks what is left of a resource as of no use: of some types a design
// only needs a little.
func rest(r *estate.Resource) {
	for _, b := range r.Bodies() {
		markUnused(b, tree.Dropped)
	}
}

func markUnused(v *tree.Value, use tree.Use) {
	for _, kid := range v.Kids {
		markUnused(kid, use)
	}
	if v.Use == tree.Unused && v.Kind != tree.Secret {
		v.Use = use
	}
}
