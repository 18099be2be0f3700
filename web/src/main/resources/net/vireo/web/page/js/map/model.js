// SPDX-License-Identifier: Apache-2.0
/** Nodes, guests and tunnels of all nodes' snapshots. Pure. */
import { sum } from '../shares.js';

/**
 * @param nodes the server's list of nodes
 * @param snapshots name to snapshot, of those that answered
 * @returns `{nodes, tubes}`: nodes with their guests and networks, tubes with what both ends count
 */
export function overlay(nodes, snapshots) {
  const known = nodes.map((node) => {
    const snapshot = snapshots.get(node.name) ?? null;
    const guests = guestsOf(snapshot);
    return { name: node.name, alive: node.alive !== false, snapshot, guests, networks: networksOf(guests) };
  });
  return { nodes: known, tubes: tubes(known) };
}

/** Guests by address, so that one address in two networks stands side by side; else by network and name. */
function guestsOf(snapshot) {
  const key = (vif) => `${vif.addresses?.[0] ? `1 ${vif.addresses[0]}` : '2'} ${vif.network ?? ''} ${vif.name}`;
  return (snapshot?.vifs ?? []).filter((vif) => vif.kind === 'guest').sort((one, other) => key(one).localeCompare(key(other), 'en', { numeric: true }));
}

/** Networks with their guests' rates: local traffic is among it, a tunnel's counters know no network. */
function networksOf(guests) {
  const names = [...new Set(guests.map((vif) => vif.network ?? ''))].filter(Boolean).sort();
  return names.map((name) => ({ name, pps: sum(guests.filter((vif) => vif.network === name), (vif) => (vif.rxPps ?? 0) + (vif.txPps ?? 0)) }));
}

/** One tube for each pair of nodes that has a tunnel; a peer that is no node here is a node of its own kind. */
function tubes(nodes) {
  const list = new Map();
  for (const node of nodes) {
    for (const tunnel of node.snapshot?.tunnels ?? []) {
      const [one, other] = [node.name, tunnel.peer].sort();
      const key = `${one}|${other}`;
      const tube = list.get(key) ?? { key, one, other, kinds: new Set(), ends: [], pps: 0, packets: 0, named: new Set() };
      tube.kinds.add(tunnel.kind);
      (tunnel.networks ?? []).forEach((name) => tube.named.add(name));
      tube.ends.push({ node: node.name, ...tunnel });
      list.set(key, tube);
    }
  }
  return [...list.values()].map((tube) => {
    // Each end counts what it sends; what it receives is the other end's sending, and counts where that one is silent.
    const senders = new Set(tube.ends.map((end) => end.node));
    tube.pps = sum(tube.ends, (end) => (end.txPps ?? 0) + (senders.size < 2 ? (end.rxPps ?? 0) : 0));
    tube.packets = sum(tube.ends, (end) => (end.txPackets ?? 0) + (senders.size < 2 ? (end.rxPackets ?? 0) : 0));
    return { ...tube, kinds: [...tube.kinds], networks: networksBetween(tube, nodes) };
  });
}

/** The networks the tunnel says it carries, else those that have guests at both ends. */
function networksBetween(tube, nodes) {
  const at = (name) => nodes.find((node) => node.name === name)?.networks ?? [];
  const both = at(tube.one).filter((network) => at(tube.other).some((there) => there.name === network.name));
  const names = tube.named.size > 0 ? [...tube.named].sort() : both.map((network) => network.name);
  return names.map((name) => ({ name, pps: Math.min(...[tube.one, tube.other].map((end) => at(end).find((network) => network.name === name)?.pps ?? Infinity).filter(Number.isFinite), Infinity) })).map((network) => ({ ...network, pps: Number.isFinite(network.pps) ? network.pps : 0 }));
}
