package diagram

import (
	"fmt"
	"slices"
	"strings"
)

// mergeable are the kinds of boxes that are folded for being alike.
var mergeable = []Kind{site, siteLink, wan, internet, VPN, VNet, globalReach, Services, region, peeringLocation}

// alike folds boxes of crowded columns, and of a kind that crowds them, that
// have the same kind, group and mark and are joined to boxes that are alike in
// turn: the branches of a wide-area network, each with a tunnel of its own,
// become two boxes. Boxes are told apart step by step, as long as their
// neighbours tell them apart.
func (d *draft) alike() {
	colour := make([]string, len(d.boxes))
	inColumn, ofKind := map[int]int{}, map[string]int{}
	for i := range d.boxes {
		inColumn[d.boxes[i].Column]++
		ofKind[fmt.Sprint(d.boxes[i].Kind, d.boxes[i].Column)]++
	}
	for i := range d.boxes {
		b := &d.boxes[i]
		many := inColumn[b.Column] > crowd && ofKind[fmt.Sprint(b.Kind, b.Column)] > crowd/2
		if colour[i] = "=" + b.ID; many && slices.Contains(mergeable, b.Kind) {
			colour[i] = fmt.Sprint(b.Kind, " ", b.Column, " ", b.Group, " ", b.Mark)
		}
	}
	for before := 0; ; {
		var after int
		if colour, after = d.refine(colour); after == before {
			break
		}
		before = after
	}
	d.contractAlike(colour)
}

// refine tells boxes of one colour apart by the colours of their neighbours,
// and returns how many colours there are.
func (d *draft) refine(colour []string) ([]string, int) {
	around := make([][]string, len(d.boxes))
	for _, l := range d.lines {
		words := fmt.Sprint(l.Style == Tunnelled, l.Mark)
		around[l.From] = append(around[l.From], ">"+words+colour[l.To])
		around[l.To] = append(around[l.To], "<"+words+colour[l.From])
	}
	names := map[string]string{}
	out := make([]string, len(colour))
	for i, own := range colour {
		if out[i] = own; strings.HasPrefix(own, "=") {
			names[own] = own
			continue
		}
		slices.Sort(around[i])
		key := own + "\n" + strings.Join(slices.Compact(around[i]), "\n")
		if _, ok := names[key]; !ok {
			names[key] = fmt.Sprint("#", len(names))
		}
		out[i] = names[key]
	}
	return out, len(names)
}

// contractAlike makes one box of all boxes of one colour.
func (d *draft) contractAlike(colour []string) {
	byID, times := map[string]string{}, map[string]int{}
	for i, c := range colour {
		byID[d.boxes[i].ID] = c
		times[c]++
	}
	for _, kind := range mergeable {
		d.contract(folding{
			kind: kind, column: columns, shows: slices.Concat(inSites, inLocations, inRegions),
			key: func(b *part) string {
				c := byID[b.ID]
				return only(b.Kind == kind && times[c] > 1, c)
			},
		})
	}
}
