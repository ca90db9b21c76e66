package document

import (
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document/block"
)

// vpn describes tunnels and what is encrypted.
var vpn = Section{
	ID: "vpn", Title: "VPN and encryption", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		out := d.titled(nil, "VPN connections", "", d.tunnelTable())
		out = d.titled(out, "IPsec", "Pre-shared keys are handed over outside of this document.", d.ipsecTable())
		out = d.titled(out, "MACsec on ports of ExpressRoute Direct", "Keys stay in the key vault; this document names only the vault.", d.macsecTable())
		out = d.titled(out, "Encryption of flows", "", d.encryptionTable())
		if len(out) == 0 {
			return []block.Block{block.Say("The design has no VPN, no MACsec and asks for no encryption: traffic crosses the circuits in clear text, as ExpressRoute carries it.")}
		}
		return out
	},
}

func (d *Data) tunnelTable() block.Table {
	t := block.Table{Columns: block.Columns("Connection", "Role", "From", "To", "Over", "#Tunnels", "#Rate of a tunnel", "Routing", "Announces")}
	for _, v := range d.Design.VPNTunnels {
		over := "internet"
		if v.Over != "" {
			over = string(v.Over)
		}
		routing := "BGP"
		if !v.BGP.Or(true) {
			routing = "static"
		}
		role := string(v.Role)
		if role == "" {
			role = "not stated"
		}
		from := block.Name(v.SiteName)
		if len(v.RouterNames) > 0 {
			from = block.Text(from, ": ", block.Names(v.RouterNames, 4))
		}
		announced := v.Announced()
		prefixes := Prefixes(announced.Prefixes, 4)
		if !announced.Known {
			prefixes = d.UnknownAt(announced.Place.Path)
		}
		t.Rows = append(t.Rows, block.Row(block.Name(v.Name()), role, from, block.Name(v.GatewayName), over, len(d.Analysis.Topology.Tunnels(v)), d.tunnelRate(v), routing, prefixes))
	}
	return t
}

// tunnelRate is what one tunnel carries, as capacity counts it.
func (d *Data) tunnelRate(v *planner.VPNTunnel) block.Inline {
	for _, one := range d.Analysis.Topology.Tunnels(v) {
		for i := range d.Analysis.Elements {
			if e := &d.Analysis.Elements[i]; e.Component == one.Component && e.Capacity > 0 {
				d.Fact("Throughput, "+e.Basis, e.Capacity.String(), e.Source)
				return block.Text(e.Capacity)
			}
		}
	}
	return block.Text(block.Emphasis("not documented"))
}

func (d *Data) ipsecTable() block.Table {
	t := block.Table{Columns: block.Columns("Connection", "Encryption", "Integrity", "DH group", "PFS", "IKE", "Dead peer detection", "Device addresses", "BGP addresses")}
	for _, v := range d.Design.VPNTunnels {
		var row []block.Inline
		if p := v.IPsec; p == nil {
			row = block.Row(block.Name(v.Name()), d.Unknown(&v.Node, "ipsec"), nil, nil, nil, nil)
		} else {
			row = block.Row(block.Name(v.Name()), d.Word(&p.Node, "encryption", p.Encryption), d.Word(&p.Node, "integrity", p.Integrity),
				d.Word(&p.Node, "dh_group", p.DHGroup), d.Word(&p.Node, "pfs", p.PFS), Number(d, &p.Node, "ike_version", p.IKEVersion))
		}
		dpd := block.Text("default of the gateway")
		if v.DPDTimeout > 0 {
			dpd = block.Text(span(v.DPDTimeout))
		}
		t.Rows = append(t.Rows, append(row, dpd, Prefixes(v.DeviceAddresses, 4), Prefixes(v.BGPPeerAddresses, 4)))
	}
	return t
}

func (d *Data) macsecTable() block.Table {
	t := block.Table{Columns: block.Columns("Port pair", "Links", "Cipher", "SCI", "Key vault")}
	for _, p := range d.Design.Ports {
		if m := p.MACsec; m != nil {
			t.Rows = append(t.Rows, block.Row(block.Name(p.Name()), block.Names(m.Links, 2), d.Word(&m.Node, "cipher", m.Cipher), d.Yes(&m.Node, "sci", m.SCI), d.Word(&m.Node, "key_vault", m.KeyVault)))
		}
	}
	return t
}

// encryptionTable says which flows must be encrypted, and by what.
func (d *Data) encryptionTable() block.Table {
	t := block.Table{Columns: block.Columns("Flow", "Asked for", "Verdict")}
	for i := range d.Analysis.Intents() {
		x := &d.Analysis.Intents()[i]
		if x.Requirement != "encryption" {
			continue
		}
		who := block.Text("all flows")
		if x.Flow >= 0 {
			who = d.Flow(x.Flow)
		}
		t.Rows = append(t.Rows, block.Row(who, strings.ReplaceAll(x.Wanted, "_", " "), verdictWord(x.Verdict)))
	}
	return t
}
