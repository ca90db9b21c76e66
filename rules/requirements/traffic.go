package requirements

import (
	"fmt"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/rules"
)

var maxUtilisation = &rules.Rule{
	ID:       "requirements/max-utilisation",
	Title:    "Nothing is fuller after a failure than is asked for",
	Severity: diag.Error,
	Why:      "After a failure what is left carries the traffic of what is gone. Above the limit that the design sets there is no room for bursts and growth.",
	Fix:      "Give it more bandwidth, or send less over it.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "Is it possible to use more bandwidth than I procured for my ExpressRoute circuit?", Date: "2026-03-31"},
		{Doc: "resiliency-validation", Section: "FAQ", Date: "2025-11-04"},
	},
	Inferred: true,
	Check: func(p *rules.Pass) {
		if p.Requirements.MaxUtilisation.Known() {
			judged(p, "max_utilisation", firm(p), func(x *outcome.Intent) string {
				return fmt.Sprintf("at most %s of any capacity may be used after a failure", x.Wanted) + reached(x)
			})
		}
	},
}

// The estimate holds the time on fibre alone, so that what is over the limit is
// so in any case.
var latency = &rules.Rule{
	ID:       "requirements/latency",
	Title:    "The round trip of a flow stays within its limit, after failures too",
	Severity: diag.Warning,
	Why:      "Light in fibre takes about 1 ms there and back for 100 km. Over the limit by distance alone, no device and no line makes it faster.",
	Fix:      "Use a peering location or a region that is nearer, for the way after the failure too, or allow for the time.",
	Refs:     []rules.Ref{{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Challenges of using multiple ExpressRoute circuits", Date: "2023-06-15"}},
	Inferred: true,
	Check: func(p *rules.Pass) {
		if anyFlow(p, "max_latency") {
			judged(p, "max_latency", predicted(p), func(x *outcome.Intent) string {
				return fmt.Sprintf("a round trip of at most %s is asked for", x.Wanted) + reached(x)
			})
		}
	},
}

var encryption = &rules.Rule{
	ID:       "requirements/encryption",
	Title:    "Every way to Azure is encrypted as is asked for",
	Severity: diag.Error,
	Why:      "ExpressRoute does not encrypt by itself. Traffic that takes a way without IPsec or MACsec, be it only after a failure, is readable to whoever is on the line.",
	Fix:      "Run IPsec over the peering and announce nothing in clear beside it, or use ExpressRoute Direct with MACsec on both links.",
	Refs: []rules.Ref{
		{Doc: "expressroute-about-encryption", Section: "About encryption for Azure ExpressRoute", Date: "2023-11-15"},
		{Doc: "secure-expressroute", Section: "Data protection", Date: "2026-08-11"},
	},
	YieldsTo: []string{"direct/macsec-missing", "ipsec/required-but-clear"},
	Check: func(p *rules.Pass) {
		if wanted(p) {
			judged(p, "encryption", firm(p), func(x *outcome.Intent) string {
				return "encryption by " + inWords(planner.Encryption(x.Wanted)) + " is asked for"
			})
		}
	},
}

// wanted reports whether any traffic has to be encrypted.
func wanted(p *rules.Pass) bool {
	if e := p.Requirements.Encryption; e != "" && e != planner.NoEncryption {
		return true
	}
	for _, f := range p.Flows {
		if f.Encryption != "" && f.Encryption != planner.NoEncryption {
			return true
		}
	}
	return false
}

func inWords(e planner.Encryption) string {
	switch e {
	case planner.MACsec:
		return "MACsec"
	case planner.IPsecOnly:
		return "IPsec"
	}
	return "MACsec and IPsec"
}

var internetFallback = &rules.Rule{
	ID:       "requirements/internet-fallback",
	Title:    "A flow that may not use the Internet does not, after failures either",
	Severity: diag.Error,
	Why:      "A VPN over the Internet takes the traffic over when the circuit fails, although the design forbids that for the flow.",
	Fix:      "Deny the flow's prefixes on the VPN, or give it a second circuit and leave the VPN out.",
	Refs:     []rules.Ref{{Doc: "design-architecture-for-resiliency", Section: "Plan for geo-redundancy", Date: "2024-07-16"}},
	Inferred: true,
	Check: func(p *rules.Pass) {
		if anyFlow(p, "internet_fallback") {
			judged(p, "internet_fallback", firm(p), func(*outcome.Intent) string { return "the Internet is forbidden" })
		}
	},
}
