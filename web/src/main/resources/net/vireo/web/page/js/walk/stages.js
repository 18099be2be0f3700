// SPDX-License-Identifier: Apache-2.0
/** The deck's page 5, "vRouter Packet processing", as data: boxes, the graph nodes inside each, keys on the arrows. */
import { sum } from '../shares.js';

const MIDDLE = 1;

/**
 * `kind` is the deck's colour, `column` and `lane` the place: lane 0 is the fabric's, 1 both's, 2 the guests', 3 aside.
 * The hits of a box are those of the nodes that are `counted`; `also` are nodes that packets pass besides.
 */
export const BOXES = [
  box('in', 'Ingress VIF', 'vif', 0, MIDDLE, ['vif-input']),
  box('fabric', 'IP FIB: for this node?', 'fib', 1, 0, ['fabric-input'], ['ethernet-input']),
  box('receive', 'Next hop: receive', 'nexthop', 2, 0, ['receive'], ['gre-input']),
  box('label', 'MPLS, VXLAN table', 'fib', 3, 0, ['mpls-input', 'label-input', 'vxlan-input']),
  box('decap', 'Next hop: decap', 'nexthop', 4, 0, ['decap-input']),
  box('guest', 'VM interface', 'vif', 1, 2, ['guest-input'], ['tag-input', 'guest-sort']),
  box('flow', 'Flow table', 'flow', 2, 2, ['flow']),
  box('bridge', 'L2 FIB', 'fib', 3, 2, ['guest-bridge', 'bridge-input']),
  box('route', 'IP FIB', 'fib', 4, 2, ['route-lookup', 'route-lookup-6'], ['ip-input', 'ip6-input']),
  box('nexthop', 'Next hop', 'nexthop', 5, MIDDLE, ['nexthop'], ['ecmp', 'replicate']),
  box('flow2', 'Flow table, second', 'flow', 6, 0, ['flow-2']),
  box('rewrite', 'Encap: interface here', 'nexthop', 7, 0, ['encap-rewrite']),
  box(
    'tunnel',
    'Encap: into a tunnel',
    'nexthop',
    7,
    2,
    ['encap-mplsudp', 'encap-vxlan', 'encap-tunnel'],
    ['tunnel-mtu', 'fragment'],
  ),
  box('out', 'Egress VIF', 'vif', 8, MIDDLE, [], ['vif-output', 'port-tx']),
  box('agent', 'Agent, pkt0', 'aside', 1, 3, ['trap', 'agent-input']),
  box('arp', 'ARP, neighbours', 'aside', 2, 3, ['arp-input', 'nd-input']),
  box('host', 'Host: cross-connect', 'aside', 3, 3, ['cross-connect']),
  box('icmp', 'TTL, ICMP errors', 'aside', 4, 3, ['ttl-expired'], ['icmp-error']),
  box('mirror', 'Mirror', 'aside', 5, 3, ['mirror']),
  box('mss', 'MSS clamp', 'aside', 6, 3, ['mss-clamp']),
  box('drop', 'Drop', 'drop', 7, 3, ['drop']),
];

/** From, to, and the key that is looked up on the way. */
export const ARROWS = [
  ['in', 'fabric', 'fabric'],
  ['in', 'guest', 'VM'],
  ['fabric', 'receive', 'outer IP'],
  ['fabric', 'label', 'label', 'over'],
  ['receive', 'label', 'label, VNI'],
  ['label', 'decap', ''],
  ['label', 'nexthop', 'nh', 'aslant'],
  ['label', 'rewrite', 'nh', 'over'],
  ['decap', 'nexthop', 'nh'],
  ['guest', 'flow', '5-tuple'],
  ['guest', 'bridge', '', 'under'],
  ['flow', 'bridge', 'DMAC'],
  ['bridge', 'route', 'routed'],
  ['bridge', 'nexthop', 'nh', 'aslant'],
  ['route', 'nexthop', 'dst IP'],
  ['route', 'tunnel', 'nh, label', 'under'],
  ['nexthop', 'flow2', 'policy'],
  ['nexthop', 'rewrite', '', 'aslant'],
  ['nexthop', 'tunnel', ''],
  ['flow2', 'rewrite', ''],
  ['rewrite', 'out', ''],
  ['tunnel', 'out', ''],
];

const BY_NODE = new Map(BOXES.flatMap((one) => [...one.counted, ...one.also].map((node) => [node, one.id])));

function box(id, title, kind, column, lane, counted, also = []) {
  return { id, title, kind, column, lane, counted, also };
}

/** The box a graph node is in, or null for one that this page does not know. */
export function boxOf(graphNode) {
  return BY_NODE.get(graphNode) ?? null;
}

/** Each graph node's counters over all lcores: `{name, packets, pps, nsPerPacket}`. */
export function nodeCounters(steps) {
  const counters = new Map();
  for (const step of steps ?? []) {
    const sum = counters.get(step.name) ?? { name: step.name, packets: 0, pps: 0, work: 0 };
    sum.packets += step.packets ?? 0;
    sum.pps += step.pps ?? 0;
    sum.work += (step.nsPerPacket ?? 0) * (step.pps ?? 0);
    counters.set(step.name, sum);
  }
  return new Map(
    [...counters].map(([name, sum]) => [name, { ...sum, nsPerPacket: sum.pps > 0 ? sum.work / sum.pps : 0 }]),
  );
}

/** What a box counts, `{pps, packets, parts}`; what leaves is the interfaces' own count: short ways send at once. */
export function boxCounters(counters, one, vifs) {
  const part = (node) => counters.get(node) ?? { name: node, packets: 0, pps: 0, nsPerPacket: 0 };
  const parts = [...one.counted, ...one.also].map(part);
  if (one.id === 'out') {
    return { parts, pps: sum(vifs, (vif) => vif.txPps), packets: sum(vifs, (vif) => vif.txPackets) };
  }
  const hits = one.counted.map(part);
  return { parts, pps: sum(hits, (each) => each.pps), packets: sum(hits, (each) => each.packets) };
}

/** Graph nodes that no box names, with what they count: a page must not hide what a newer data plane does. */
export function unplaced(counters) {
  return [...counters.values()].filter((counter) => !BY_NODE.has(counter.name) && counter.packets > 0);
}
