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
    const networks = [...new Set(guests.map((vif) => vif.network))].filter(Boolean).sort();
    return { name: node.name, alive: node.alive !== false, trouble: node.trouble ?? '', snapshot, guests, networks };
  });
  return { nodes: known, tubes: tubes(known) };
}

/** Guests by address, so that one address in two networks stands side by side; else by network and name. */
function guestsOf(snapshot) {
  const key = (vif) => `${vif.addresses?.[0] ? `1 ${vif.addresses[0]}` : '2'} ${vif.network ?? ''} ${vif.name}`;
  return (snapshot?.vifs ?? [])
    .filter((vif) => vif.kind === 'guest')
    .sort((one, other) => key(one).localeCompare(key(other), 'en', { numeric: true }));
}

/** One tube for each pair that has a tunnel; a peer that is no node here stays what it is called. */
function tubes(nodes) {
  const list = new Map();
  const nameOf = naming(nodes);
  for (const node of nodes) {
    for (const tunnel of node.snapshot?.tunnels ?? []) {
      for (const peer of peersOf(tunnel)) {
        const [one, other] = [node.name, nameOf(peer)].sort();
        const key = `${one}|${other}`;
        const tube = list.get(key) ?? { key, one, other, kinds: new Set(), ends: new Map(), strands: new Map() };
        tube.kinds.add(tunnel.kind);
        add(tube.ends, node.name, tunnel);
        if (tunnel.network) {
          add(tube.strands, tunnel.network, tunnel);
        }
        list.set(key, tube);
      }
    }
  }
  return [...list.values()].map(finished);
}

function peersOf(tunnel) {
  return tunnel.peerNames ?? tunnel.peers ?? [tunnel.peer];
}

/** The node that has an address as its own, as far as the snapshots say; else the address itself. */
function naming(nodes) {
  const names = new Map();
  for (const { name, snapshot } of nodes) {
    const hosts = (snapshot?.vifs ?? []).filter((vif) => vif.kind === 'host').flatMap((vif) => vif.addresses ?? []);
    for (const address of [snapshot?.address, ...hosts].filter(Boolean)) {
      names.set(address, name);
    }
  }
  return (peer) => names.get(peer) ?? peer;
}

function add(into, name, { txPps = 0, rxPps = 0, txPackets = 0, rxPackets = 0 }) {
  const before = into.get(name) ?? { name, txPps: 0, rxPps: 0, txPackets: 0, rxPackets: 0 };
  into.set(name, {
    name,
    txPps: before.txPps + txPps,
    rxPps: before.rxPps + rxPps,
    txPackets: before.txPackets + txPackets,
    rxPackets: before.rxPackets + rxPackets,
  });
}

/** What the one end receives the other has sent: it counts only where the other's counters are not seen. */
function finished(tube) {
  const ends = [...tube.ends.values()];
  const alone = ends.length < 2;
  const total = (tx, rx) => sum(ends, (end) => end[tx] + (alone ? end[rx] : 0));
  const strands = [...tube.strands.values()]
    .map(({ name, txPps, txPackets }) => ({ name, pps: txPps, packets: txPackets }))
    .sort((one, other) => one.name.localeCompare(other.name));
  return {
    ...tube,
    kinds: [...tube.kinds],
    ends,
    networks: strands,
    pps: total('txPps', 'rxPps'),
    packets: total('txPackets', 'rxPackets'),
  };
}
