package catalog

import "strconv"

// A GatewaySKU is a size of an ExpressRoute gateway. Figures that the
// documentation does not give are 0. For ErGwScale they are those of one
// scale unit; see Catalog.ScaleUnits for more.
type GatewaySKU struct {
	Fact
	Name                      string
	Family                    string // "az", "non-az", "scale"
	ZoneRedundant             bool
	Scalable                  bool // sized in scale units: ErGwScale
	MinUnits, MaxUnits        int  // scale units; 0 if not scalable
	ThroughputMbps            int
	PacketsPerSecond          int
	ConnectionsPerSecond      int
	Flows                     int
	VMs                       int // virtual machines behind the gateway
	RoutesLearned             int
	RoutesAdvertisedIPv4      int
	RoutesAdvertisedIPv6      int
	MaxCircuits               int // circuit connections; of ErGwScale at one unit
	MaxCircuitsSameLocation   int
	FastPath                  bool // of ErGwScale at one unit: no
	VPNCoexist                bool
	SubnetMinPrefix           int // longest prefix of GatewaySubnet
	SubnetMinPrefix16Circuits int // the same with 16 circuits; 0: they do not fit
	IPsecOverExpressRoute     Answer
	Note                      string
}

// GatewaySKU finds an ExpressRoute gateway SKU by name.
func (c *Catalog) GatewaySKU(name string) (*GatewaySKU, bool) { return c.gatewayIndex().find(name) }

// GatewaySKUs gives the ExpressRoute gateway SKUs, in catalogue order.
func (c *Catalog) GatewaySKUs() []*GatewaySKU { return c.gatewayIndex().all }

// SuggestGatewaySKUs gives the nearest names of GatewaySKUs.
func (c *Catalog) SuggestGatewaySKUs(name string) []string { return c.gatewayIndex().suggest(name) }

// gatewayIndex folds the steps of ErGwScale into one SKU.
func (c *Catalog) gatewayIndex() *index[GatewaySKU] {
	return c.gateways.get(func() *index[GatewaySKU] {
		x := &index[GatewaySKU]{byName: map[string]*GatewaySKU{}}
		for _, r := range c.table("gateway_skus").rows {
			g, known := x.find(r.text("name"))
			if known {
				g.MaxUnits = max(g.MaxUnits, r.whole("scale_unit_max"))
				g.SubnetMinPrefix16Circuits = max(g.SubnetMinPrefix16Circuits, r.whole("subnet_min_prefix_16_circuits"))
				continue
			}
			g = gatewaySKU(r)
			x.add(g, g.Name, nil)
		}
		return x
	})
}

func gatewaySKU(r *row) *GatewaySKU {
	return &GatewaySKU{
		Fact:                      r.fact(),
		Name:                      r.text("name"),
		Family:                    r.text("family"),
		ZoneRedundant:             r.yes("zone_redundant"),
		Scalable:                  r.yes("per_scale_unit"),
		MinUnits:                  r.whole("scale_unit_min"),
		MaxUnits:                  r.whole("scale_unit_max"),
		ThroughputMbps:            r.whole("throughput_mbps"),
		PacketsPerSecond:          r.whole("packets_per_second"),
		ConnectionsPerSecond:      r.whole("connections_per_second"),
		Flows:                     r.whole("flows"),
		VMs:                       r.whole("vms"),
		RoutesLearned:             r.whole("routes_learned"),
		RoutesAdvertisedIPv4:      r.whole("routes_advertised_ipv4"),
		RoutesAdvertisedIPv6:      r.whole("routes_advertised_ipv6"),
		MaxCircuits:               r.whole("max_circuits"),
		MaxCircuitsSameLocation:   r.whole("max_circuits_same_location"),
		FastPath:                  r.yes("fastpath"),
		VPNCoexist:                r.yes("vpn_coexist"),
		SubnetMinPrefix:           r.whole("subnet_min_prefix"),
		SubnetMinPrefix16Circuits: r.whole("subnet_min_prefix_16_circuits"),
		IPsecOverExpressRoute:     r.answer("ipsec_over_expressroute"),
		Note:                      r.text("note"),
	}
}

// A ScaleUnit is an ErGwScale gateway of a number of scale units. Its figures
// are computed from those per unit.
type ScaleUnit struct {
	Fact
	Units                  int
	ThroughputMbps         int
	PacketsPerSecond       int
	ConnectionsPerSecond   int
	VMs                    int
	Flows                  int
	MaxCircuits            int
	FastPath               bool
	AutoscaleMinimum       bool // may be the minimum of autoscaling
	PacketsPerSecondSample int  // what the documentation prints for the size; 0: nothing
}

// ScaleUnits gives an ErGwScale gateway of n scale units, 1 to 40.
func (c *Catalog) ScaleUnits(n int) (*ScaleUnit, bool) {
	return c.scaleUnits.get(func() *index[ScaleUnit] {
		return newIndex(c.table("ergwscale_units"), scaleUnit,
			func(u *ScaleUnit) (string, []string) { return strconv.Itoa(u.Units), nil })
	}).number(n)
}

func scaleUnit(r *row) *ScaleUnit {
	return &ScaleUnit{
		Fact:                   r.fact(),
		Units:                  r.whole("units"),
		ThroughputMbps:         r.whole("throughput_mbps"),
		PacketsPerSecond:       r.whole("packets_per_second"),
		ConnectionsPerSecond:   r.whole("connections_per_second"),
		VMs:                    r.whole("vms"),
		Flows:                  r.whole("flows"),
		MaxCircuits:            r.whole("max_circuits"),
		FastPath:               r.yes("fastpath"),
		AutoscaleMinimum:       r.yes("autoscale_minimum"),
		PacketsPerSecondSample: r.whole("packets_per_second_sample"),
	}
}

// A HubScale is the ExpressRoute gateway of a virtual hub with a number of
// scale units.
type HubScale struct {
	Fact
	Units                   int
	Instances               int
	ThroughputMbps          int
	PacketsPerSecond        int
	ConnectionsPerSecond    int
	FastPathDirect          bool // FastPath is on for Direct circuits
	MaxCircuitsSameLocation int
	MaxCircuits             int // over several locations
}

// HubScaleUnits gives the ExpressRoute gateway of a virtual hub with n scale
// units, 1 to 10.
func (c *Catalog) HubScaleUnits(n int) (*HubScale, bool) {
	return c.hubs.get(func() *index[HubScale] {
		return newIndex(c.table("hub_scale_units"), hubScale,
			func(h *HubScale) (string, []string) { return strconv.Itoa(h.Units), nil })
	}).number(n)
}

func hubScale(r *row) *HubScale {
	return &HubScale{
		Fact:                    r.fact(),
		Units:                   r.whole("units"),
		Instances:               r.whole("instances"),
		ThroughputMbps:          r.whole("throughput_mbps"),
		PacketsPerSecond:        r.whole("packets_per_second"),
		ConnectionsPerSecond:    r.whole("connections_per_second"),
		FastPathDirect:          r.yes("fastpath_direct_circuits"),
		MaxCircuitsSameLocation: r.whole("max_circuits_same_location"),
		MaxCircuits:             r.whole("max_circuits"),
	}
}

// number finds the row of a size; a negative number is none, although it
// would fold like its opposite.
func (x *index[T]) number(n int) (*T, bool) {
	if n < 0 {
		return nil, false
	}
	return x.find(strconv.Itoa(n))
}
