package planner

import (
	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/source"
)

// A Flow is traffic that the network is for. Both directions are meant.
type Flow struct {
	source.Node
	FromName         string       `toml:"from"`
	ToName           string       `toml:"to"`
	Bandwidth        Bandwidth    `toml:"bandwidth"`
	PeakPPS          Opt[int]     `toml:"peak_packets_per_second"`
	ConcurrentFlows  Opt[int]     `toml:"concurrent_flows"` // connections at a time, by 5-tuple
	PacketSize       Opt[int]     `toml:"packet_size"`      // largest, in bytes with the IP header
	Purpose          Purpose      `toml:"purpose"`
	Availability     Opt[Percent] `toml:"availability"`
	RecoveryTime     Duration     `toml:"recovery_time"`
	MaxLatency       Duration     `toml:"max_latency"` // round trip
	LatencySensitive Opt[bool]    `toml:"latency_sensitive"`
	Stateful         Opt[bool]    `toml:"stateful"`
	LoadBalanced     Opt[bool]    `toml:"load_balanced"`
	Encryption       Encryption   `toml:"encryption"`
	FastPath         Opt[bool]    `toml:"fastpath"`
	IPv6             Opt[bool]    `toml:"ipv6"`
	InternetFallback Fallback     `toml:"internet_fallback"`
	Growth           Opt[float64] `toml:"growth"` // percent a year
	Priority         Opt[int]     `toml:"priority"`
	DSCP             Opt[int]     `toml:"dscp"` // of its packets, 0 to 63

	From Endpoint `toml:"-"`
	To   Endpoint `toml:"-"`
}

// An Endpoint is an end of a flow: one of its fields is set.
type Endpoint struct {
	Site    *Site
	VNet    *VNet
	Service *Service
}

// String returns the endpoint as a design writes it.
func (e Endpoint) String() string {
	switch {
	case e.Site != nil:
		return "sites/" + e.Site.Name()
	case e.VNet != nil:
		return "vnets/" + e.VNet.Name()
	case e.Service != nil:
		return "microsoft/" + e.Service.Name
	}
	return ""
}

// A Service is a Microsoft service reached over Microsoft peering.
type Service struct {
	Name        string               // as written after "microsoft/"
	Communities []*catalog.Community // any of which carries it; empty where the catalogue knows none
}

// A Scenario is a failure that the architect wants to see.
type Scenario struct {
	source.Node
	Fail        []string         `toml:"fail"`
	Drain       []string         `toml:"drain"`
	Description string           `toml:"description"`
	Expect      Map[Expectation] `toml:"expect"` // by flow name
}

// A Test is what was tried on the live service.
type Test struct {
	source.Node
	Kind     TestKind         `toml:"kind"`
	Target   string           `toml:"target"`
	Date     Date             `toml:"date"`
	Observed Map[Expectation] `toml:"observed"` // by flow name
	Seconds  Opt[float64]     `toml:"seconds"`
	Note     string           `toml:"note"`
}
