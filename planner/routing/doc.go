// Package routing answers which way traffic takes through a hybrid network,
// in each direction, when a set of components is down, and which rule of
// route selection decided.
//
// [New] compiles a design once; [Router.Route] is then asked for one flow in
// one state, thousands of times if need be, by several goroutines if need be.
// The answer holds the ways towards Azure and those towards the site, chosen
// independently of each other: the share of each way, the [Step] that decided,
// and whether the two directions differ. [Router.Explain] adds the routes that
// lost, each with the step at which it lost. [Router.Sequence] goes through
// several states one after the other and remembers what a virtual hub
// remembers.
//
// # How an answer is found
//
// Routes are announced from where the traffic goes to, along the sessions that
// are up, until nothing changes: this is a path-vector protocol in miniature.
// Its speakers are the sites (each as one, for the routers of a site share
// what they learn), the wide-area networks, Microsoft's edge routers, the
// virtual networks that hold gateways, and the virtual hubs. Every speaker
// selects by an ordered list of comparisons, one list a kind of speaker; each
// comparison is a [Step] of the table [Steps]. A speaker that is left with
// several routes shares the traffic over them.
//
// Selection is by hop, as in the network: a site picks a circuit, the edge
// router of that circuit picks a connection, the hub behind it picks another
// hub. The step of a [Choice] is that of the first speaker, seen from the
// sender, at which a route lost; and there it is the last that took a route
// out. It is [ECMP] where no route lost and several carry the traffic, and
// [OnlyWay] where there was one to begin with.
//
// # Parts
//
// A destination is as many parts as routing can tell apart. A site of
// 10.1.0.0/16 from which a VPN announces 10.1.1.0/24 has two: the longer
// prefix, and the rest of the shorter one. Each part has its own [Choice];
// parts that are announced alike are one. A site or a virtual network without
// prefixes is one unnamed part.
//
// # What the model leaves out
//
// Each site, wide-area network and hub is one speaker, so what happens between
// two routers of a site is not seen. An aggregate is announced only while a
// part of it can be reached. AS-path loops are not looked for: whether two
// sites of one AS number accept each other's routes is a matter for a rule.
// Prefixes are counted against limits as if everything were up.
package routing
