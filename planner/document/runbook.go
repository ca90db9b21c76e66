package document

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/rules"
)

// runbook says in which order the network is built, with the commands.
var runbook = Section{
	ID: "runbook", Title: "Deployment runbook", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		phases := d.phases()
		if len(phases) == 0 {
			return nil
		}
		out := []block.Block{
			block.Say("The phases are in an order in which each depends on earlier ones alone; the table says which may run side by side. Commands are of the Azure CLI. Replace what stands in angle brackets: secrets and subscription ids are in no document."),
			block.Say("Roll back a phase by undoing its steps in reverse order, before those of the phase before."),
			phaseTable(phases),
		}
		for i := range phases {
			out = append(out, d.phaseBlocks(i, &phases[i])...)
		}
		return out
	},
}

// A phase is steps that come after those of the phase before.
type phase struct {
	title string
	after []string // titles of phases that it waits for
	steps []step
}

// A step is one thing to do.
type step struct {
	title    string
	who      string // "customer" where it is ""
	needs    []need
	words    string // what is done, where that is no command or not only one
	command  string
	verify   string // what must be seen
	check    string // command that shows it
	rollback string // command
	undo     string // what else is to be known of rolling back
}

// The phases. A route filter is attached to a peering, a gateway needs no
// circuit and takes long: it is built while providers work.
const (
	phasePorts    = "Order and create port pairs"
	phasePatch    = "Patch, encrypt and switch on ports"
	phaseCircuits = "Create circuits"
	phaseProvider = "Hand over service keys; the provider provisions"
	phasePeerings = "Create peerings"
	phaseFilters  = "Create and attach route filters"
	phaseRouters  = "Configure the customer's routers"
	phaseGateways = "Build virtual networks, hubs and gateways"
	phaseConnect  = "Connect circuits to gateways"
	phaseJoin     = "Join virtual networks"
	phaseReach    = "Join sites by Global Reach"
	phaseVPN      = "Build VPNs"
)

// phases returns what the design needs, phase by phase.
func (d *Data) phases() []phase {
	b := &builder{d: d}
	all := []phase{
		{phasePorts, nil, b.portSteps()},
		{phasePatch, []string{phasePorts}, b.patchSteps()},
		{phaseCircuits, []string{phasePatch}, b.circuitSteps()},
		{phaseProvider, []string{phaseCircuits}, b.providerSteps()},
		{phasePeerings, []string{phaseCircuits, phaseProvider}, b.peeringSteps()},
		{phaseFilters, []string{phasePeerings}, b.filterSteps()},
		{phaseRouters, []string{phasePeerings}, b.routerSteps()},
		{phaseGateways, nil, b.gatewaySteps()},
		{phaseConnect, []string{phasePeerings, phaseGateways}, b.connectionSteps()},
		{phaseJoin, []string{phaseGateways}, b.joinSteps()},
		{phaseReach, []string{phasePeerings}, b.reachSteps()},
		{phaseVPN, []string{phaseGateways}, b.vpnSteps()},
	}
	var out []phase
	for _, p := range all {
		if len(p.steps) > 0 {
			out = append(out, p)
		}
	}
	if len(out) > 0 {
		out = append(out, phase{"Verify and hand over", nil, b.lastSteps()})
	}
	return out
}

func phaseTable(phases []phase) block.Table {
	t := block.Table{Columns: block.Columns("#Phase", "What", "#Steps", "Starts when")}
	for i, p := range phases {
		t.Rows = append(t.Rows, block.Row(i+1, p.title, len(p.steps), starts(phases, i)))
	}
	return t
}

// starts says what a phase waits for: of the phases that it names those that
// the design has; the last phase waits for all.
func starts(phases []phase, i int) string {
	if i > 0 && i == len(phases)-1 {
		return "all phases are verified"
	}
	var list []string
	for k := range i {
		if slices.Contains(phases[i].after, phases[k].title) {
			list = append(list, fmt.Sprintf("phase %d", k+1))
		}
	}
	switch len(list) {
	case 0:
		return "at once"
	case 1:
		return list[0] + " is verified"
	}
	return rules.And(list) + " are verified"
}

func (d *Data) phaseBlocks(i int, p *phase) []block.Block {
	out := []block.Block{block.Title(3, fmt.Sprintf("Phase %d: ", i+1), p.title)}
	for n := range p.steps {
		out = append(out, d.stepBlocks(fmt.Sprintf("%d.%d", i+1, n+1), &p.steps[n])...)
	}
	return out
}

func (d *Data) stepBlocks(number string, s *step) []block.Block {
	out := []block.Block{block.Title(4, "Step ", number, ": ", s.title)}
	if s.who != "" {
		out = append(out, block.Say(block.Strong("By"), ": ", s.who, "."))
	}
	if len(s.needs) > 0 {
		var list []block.Inline
		for _, n := range s.needs {
			list = append(list, d.need(n))
		}
		out = append(out, block.Say(block.Strong("Before"), ":"), block.Bullets(list...))
	}
	if s.words != "" {
		out = append(out, block.Say(s.words))
	}
	if s.command != "" {
		out = append(out, block.Code{Language: "sh", Text: s.command})
	}
	if s.verify != "" {
		out = append(out, block.Say(block.Strong("Verify"), ": ", s.verify))
	}
	if s.check != "" {
		out = append(out, block.Code{Language: "sh", Text: s.check})
	}
	switch {
	case s.rollback != "" && s.undo != "":
		out = append(out, block.Say(block.Strong("Roll back"), ": ", s.undo, ": ", block.Name(s.rollback)))
	case s.rollback+s.undo != "":
		out = append(out, block.Say(block.Strong("Roll back"), ": ", block.Name(s.rollback), s.undo))
	}
	return out
}

// need writes a prerequisite with its page, and notes it as a fact.
func (d *Data) need(n need) block.Inline {
	d.Fact("Prerequisite", n.words, n.source)
	text := block.Text(n.words, " (", n.source.Doc(), ", ", n.source.Date, ")")
	if n.source.Inferred {
		text = block.Text(text, " ", block.Emphasis("inferred"))
	}
	return text
}
