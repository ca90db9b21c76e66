package book

import (
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// What the loader checks, described so that it can be explained like a rule.
// None can be excepted: a design that breaks one is not read any further.

func loader(id, title, why, fix string) *rules.Rule {
	return &rules.Rule{ID: id, Title: title, Severity: diag.Error, Why: why, Fix: fix, Firm: true}
}

var loaderSyntax = []*rules.Rule{
	loader("syntax/unreadable", "The file can be read", "Nothing can be said of a file that cannot be read.", "Check the path and its permissions."),
	loader("syntax/not-utf8", "The file is UTF-8", "TOML is UTF-8 by definition; other bytes have no meaning in it.", "Save the file as UTF-8."),
	loader("syntax/invalid-toml", "The file is TOML", "Text that is not TOML has no meaning, and guessing one would check another design than the one that is meant.", "Mend the text at the place that is shown."),
	loader("syntax/too-deep", "Nesting is not deeper than 100 levels", "The language needs six levels; text that nests much deeper is damaged or hostile.", "Look for a bracket that is never closed."),
	loader("syntax/defined-twice", "Nothing is defined twice", "Of two definitions of one thing only one could count, and a reader cannot see which.", "Remove one of the two."),
}

var loaderSchema = []*rules.Rule{
	loader("schema/version", "The design says which version of the language it is written in", "The version makes sure that a design keeps its meaning when the language grows.", "Write \"schema = 1\" at the top."),
	loader("schema/unknown-key", "Every key is of the language", "A key that is mistyped would have no effect, and nobody would notice.", "Use the key that is suggested, or remove it."),
	loader("schema/wrong-type", "Every value has the type of its key", "A value of another type cannot be what is meant.", "Write a value of the type that is named."),
	loader("schema/bad-value", "Every value is one that its key can have", "A word, number or address outside of what a key can mean would have to be guessed.", "Write one of the values that are named."),
	loader("schema/bad-name", "Names have small letters, digits and hyphens", "Names are TOML keys, parts of references, of component ids and of file names; that works only with a plain alphabet.", "Choose a name that starts with a letter, of at most 63 characters."),
	loader("schema/missing-key", "Every table has the keys that it cannot do without", "Without them the table says nothing: a connection joins a circuit to a gateway, so it names both.", "Add the key."),
	loader("schema/bad-extends", "What a design or an option builds on is there", "A base that is missing, outside the folder, or that builds on the design itself leaves the design incomplete.", "Name a file inside the folder, or an option of the design."),
	loader("schema/bad-remove", "An option removes what the design has", "Removing something that is not there is a mistake in the name, and what was meant stays.", "Name a table or a key of the design."),
	loader("schema/bad-override", "Overrides name tables and columns of the catalogue", "An override that fits nothing changes nothing.", "Use a table and a column of the catalogue; \"erplan catalog\" shows them."),
	loader("schema/catalog-edition", "The catalogue is the edition that the design is pinned to", "A design that is pinned was judged with other facts than this program has.", "Pin this edition after looking at what changes, or use the program that has the other one."),
}

var loaderLink = []*rules.Rule{
	loader("link/unknown-reference", "Every reference names something of the design", "A reference that names nothing leaves a hole in the network.", "Use the name that is suggested, or add the table."),
	loader("link/bad-reference", "References join things that can be joined", "A circuit cannot end on a VPN gateway, nor a thing on itself.", "Name something of the right kind."),
	loader("link/conflict", "A table does not say two things at once", "Two statements that exclude each other leave open which one is meant.", "Keep one of them."),
	loader("link/unknown-region", "Every region is one of Azure's", "Distances, tiers, zones and communities follow from the region; none of it is known of a region that does not exist.", "Use the region's name, such as \"uksouth\"."),
	loader("link/unknown-sku", "Every gateway SKU is one of Azure's", "Throughput, circuits and zones follow from the SKU.", "Use the SKU's name, such as \"ErGw1AZ\"."),
}

var loaderSecurity = []*rules.Rule{
	{
		ID: "security/secrets-in-design", Code: "SEC-006", Title: "A design holds no secrets", Severity: diag.Error, Firm: true, Inferred: true,
		Why:  "A design is shared, reviewed, printed and kept in version control. A service key, authorization key, pre-shared key, MD5 or MACsec key in it is a key that many people have.",
		Fix:  "Remove it and keep it in a key vault. A design never needs the key itself.",
		Refs: []rules.Ref{{Doc: "secure-expressroute", Section: "Data protection", Date: "2026-08-11"}, {Doc: "expressroute-circuit-peerings", Section: "ExpressRoute circuits (the service key itself is not a secret, it says)", Date: "2026-08-27"}},
	},
}
