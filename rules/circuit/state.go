package circuit

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var notProvisioned = &rules.Rule{
	ID:       "circuit/not-provisioned",
	Title:    "The provider has provisioned every circuit that is created and used",
	Severity: diag.Warning,
	Why:      "Azure takes peerings, and so connections, only once the provider reports the circuit as provisioned. Until then it carries nothing, and it is billed from its creation.",
	Fix:      "Give the provider the service key and wait until the state is \"provisioned\".",
	Refs:     []rules.Ref{{Doc: "expressroute-workflows", Section: "ExpressRoute partner circuit provisioning states", Date: "2023-06-30"}},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			waiting := waits(c)
			if c.IsDirect() || !c.Exists() || c.Provisioned() || waiting == "" {
				continue
			}
			f := p.Report(c.ValueAt("provisioning_state"), "circuit %s is %q: its %s cannot work before it is \"provisioned\"", c.Name(), c.ProvisioningState, waiting)
			if c.ProvisioningState == "provisioning" && c.ServiceProvider != "" {
				f.Fix("Wait until %s has finished; then write provisioning_state = \"provisioned\".", c.ProviderName())
			}
		}
	},
}

// waits says what of a circuit waits for the provider; "" for nothing.
func waits(c *planner.Circuit) string {
	var out []string
	for _, peering := range c.PeeringList() {
		if peering.IsMicrosoft() {
			out = append(out, "Microsoft peering")
		} else {
			out = append(out, "private peering")
		}
	}
	switch n := len(c.Connections); {
	case n == 1:
		out = append(out, "connection "+c.Connections[0].Name())
	case n > 1:
		out = append(out, fmt.Sprintf("%d connections", n))
	}
	if n := len(out); n > 1 {
		return strings.Join(out[:n-1], ", ") + " and " + out[n-1]
	}
	return strings.Join(out, "")
}
