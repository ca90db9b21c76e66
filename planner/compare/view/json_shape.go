package view

// The JSON shape of a comparison. It is versioned and only grows; fields keep
// their order. Money is a number in the currency's unit, percentages go from 0
// to 100, unavailabilities from 0 to 1, times have their unit: "7.25s".
type (
	jsonComparison struct {
		Schema     int             `json:"schema"`
		Tool       Tool            `json:"tool"`
		Verdict    jsonVerdict     `json:"verdict"`
		Criteria   []jsonCriterion `json:"criteria"`
		Candidates []jsonCandidate `json:"candidates"`
		Findings   []jsonFinding   `json:"findings"`      // that not all have
		Matrix     *jsonMatrix     `json:"matrix"`        // null without weights
		Unused     []string        `json:"unused_egress"` // circuits of the price file that no candidate has
	}
	jsonVerdict struct {
		Words    []string `json:"words"`
		Leaders  []string `json:"leaders"`  // by weights
		Dominant string   `json:"dominant"` // "" where none dominates all others
		Meeting  []string `json:"meeting"`  // have no error and meet every requirement
	}
	jsonCriterion struct {
		Key    string   `json:"key"`
		Title  string   `json:"title"`
		About  string   `json:"about"`
		Higher bool     `json:"higher_is_better"`
		Best   []string `json:"best"`
	}
	jsonCandidate struct {
		Name         string            `json:"name"`
		File         string            `json:"file"`
		Option       string            `json:"option"`
		Title        string            `json:"title"`
		Description  string            `json:"description"`
		Summary      jsonSummary       `json:"summary"`
		Meets        bool              `json:"meets_everything"`
		DominatedBy  []jsonBy          `json:"dominated_by"`
		Measures     []jsonMeasure     `json:"measures"`
		Requirements []jsonRequirement `json:"requirements"`
		Flows        []jsonFlow        `json:"flows"`
		WorstLoad    *jsonPeak         `json:"worst_load"`
		Recovery     jsonRecovery      `json:"longest_interruption"`
		Indexes      []jsonIndex       `json:"resiliency_index"`
		Things       []jsonThing       `json:"things"`
		Bill         jsonBill          `json:"bill"`
		Against      *jsonShift        `json:"against_first"` // null of the first
	}
	jsonSummary struct {
		Error    int `json:"error"`
		Warning  int `json:"warning"`
		Advice   int `json:"advice"`
		Unknown  int `json:"unknown"`
		Excepted int `json:"excepted"`
		Rules    int `json:"rules"`
	}
	jsonBy struct {
		Name   string   `json:"name"`
		Better []string `json:"better"`
	}
	jsonMeasure struct {
		Criterion string   `json:"criterion"`
		Value     *float64 `json:"value"` // null where it has no bound: an interruption until repair
		Text      string   `json:"text"`
		Open      []string `json:"open"` // what the value leaves out
	}
	jsonRequirement struct {
		Requirement string   `json:"requirement"`
		Flow        string   `json:"flow"`
		Wanted      string   `json:"wanted"`
		Found       string   `json:"found"`
		Verdict     string   `json:"verdict"`
		Blockers    []string `json:"blockers"`
	}
	jsonFlow struct {
		Name           string       `json:"name"`
		Outcome        string       `json:"outcome"`
		Unavailability *float64     `json:"unavailability"` // null where it is not predicted
		Downtime       *float64     `json:"downtime_minutes_a_year"`
		SinglePoints   []string     `json:"single_points"` // but the flow's own ends
		Ends           int          `json:"ends"`
		WorstLoad      *jsonPeak    `json:"worst_load"`
		Latency        *float64     `json:"latency_ms"`
		Recovery       jsonRecovery `json:"longest_interruption"`
	}
	jsonPeak struct {
		Element  string  `json:"element"`
		Load     int64   `json:"load"`
		Capacity int64   `json:"capacity"`
		Used     float64 `json:"used"`
		When     string  `json:"when"` // "" while nothing fails
	}
	jsonRecovery struct {
		Worst     string   `json:"worst"` // "" where none is known
		Flow      string   `json:"flow"`
		Component string   `json:"component"`
		Words     string   `json:"words"`
		Unknown   []string `json:"unknown"`
	}
	jsonIndex struct {
		Gateway string   `json:"gateway"`
		Points  *float64 `json:"points"` // null where it is not known
		Ceiling float64  `json:"ceiling"`
	}
	jsonThing struct {
		Kind      string `json:"kind"`
		Count     int    `json:"count"`
		Instances int    `json:"instances,omitempty"`
	}
	jsonBill struct {
		Currency  string     `json:"currency"` // "" without prices
		Priced    float64    `json:"priced"`   // a month, of what has a price
		Complete  bool       `json:"complete"` // everything has
		Lines     []jsonLine `json:"lines"`
		BreakEven []jsonEven `json:"break_even"`
		PerNine   *float64   `json:"cost_per_nine"` // against the first; null where it is not known or none is gained
		Nines     *float64   `json:"nines_gained"`
	}
	jsonLine struct {
		Item     string   `json:"item"`
		Path     string   `json:"path"`
		Words    string   `json:"words"`
		Quantity int      `json:"quantity"` // -1 where it is not known
		Unit     string   `json:"unit"`
		Monthly  *float64 `json:"monthly"` // null where it is unpriced
		Price    string   `json:"price"`
		Why      string   `json:"why_unpriced"`
	}
	jsonEven struct {
		Circuit   string   `json:"circuit"`
		Metered   float64  `json:"metered"`
		Unlimited float64  `json:"unlimited"`
		PerGB     float64  `json:"per_gb"`
		TB        *float64 `json:"tb_a_month"`
		Why       string   `json:"why_unknown"`
	}
	jsonShift struct {
		Survived []jsonFall `json:"survived"`
		Gone     []jsonFall `json:"gone"`
		Fatal    []jsonFall `json:"fatal"`
		New      []jsonFall `json:"new"`
	}
	jsonFall struct {
		Component string   `json:"component"`
		Flows     []string `json:"flows"`
	}
	jsonFinding struct {
		Rule     string   `json:"rule"`
		Code     string   `json:"code"`
		Severity string   `json:"severity"`
		Path     string   `json:"path"`
		Message  string   `json:"message"`
		In       []string `json:"in"`
	}
	jsonMatrix struct {
		Rows   []jsonRow   `json:"rows"`
		Left   []jsonLeft  `json:"left_out"`
		Totals []jsonTotal `json:"totals"` // the best first
		Flips  []jsonFlip  `json:"flips"`
	}
	jsonRow struct {
		Criterion string      `json:"criterion"`
		Weight    float64     `json:"weight"`
		Scores    []jsonTotal `json:"scores"`
	}
	jsonTotal struct {
		Name  string  `json:"name"`
		Score float64 `json:"score"` // of a criterion from 0 to 1, in total from 0 to 100
	}
	jsonLeft struct {
		Criterion string `json:"criterion"`
		Why       string `json:"why"`
	}
	jsonFlip struct {
		Criterion string    `json:"criterion"`
		Weight    float64   `json:"weight"`
		Below     *jsonTurn `json:"below"`
		Above     *jsonTurn `json:"above"`
	}
	jsonTurn struct {
		At     float64 `json:"at"`
		Leader string  `json:"leader"`
	}
)
