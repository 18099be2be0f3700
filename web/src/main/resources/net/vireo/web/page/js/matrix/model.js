// SPDX-License-Identifier: Apache-2.0
/**
 * A snapshot as the deck's core matrix: who polls which queue, who processes, which rings are written. Pure; every
 * number is the snapshot's or a sum of them.
 */
import { most, sum } from '../shares.js';

export const PHYSICAL_TO_VIRTUAL = 'p2v';
export const VIRTUAL_TO_PHYSICAL = 'v2p';

/** The vif whose rings are shown: the chosen one, else the guest with the most traffic, else any that is not the fabric. */
export function chosenVif(snapshot, id) {
  const others = snapshot.vifs.filter((vif) => vif.kind !== 'fabric');
  const chosen = others.find((vif) => String(vif.id) === String(id));
  if (chosen) {
    return chosen;
  }
  const guests = others.filter((vif) => vif.kind === 'guest');
  const traffic = (vif) => (vif.rxPps ?? 0) + (vif.txPps ?? 0);
  return (guests.length ? guests : others).reduce((best, vif) => (best === null || traffic(vif) > traffic(best) ? vif : best), null);
}

export function fabricVif(snapshot) {
  return snapshot.vifs.find((vif) => vif.kind === 'fabric') ?? null;
}

/** The matrix of one direction; `null` while the node has no fabric or nothing to show beside it. */
export function matrix(snapshot, vifId, direction) {
  const fabric = fabricVif(snapshot);
  const vif = chosenVif(snapshot, vifId);
  if (!fabric || !vif) {
    return null;
  }
  const down = direction !== VIRTUAL_TO_PHYSICAL;
  const from = down ? fabric : vif;
  const to = down ? vif : fabric;
  const inRings = rings(from, 'rx');
  const outRings = rings(to, 'tx');
  const handovers = handoversOf(snapshot, from);
  const pollers = pollingLcores(snapshot.lcores, inRings);
  const processors = snapshot.lcores.filter((lcore) => lcore.role === 'forwarding');
  const polled = new Map(pollers.map((lcore) => [lcore.number, sum(served(inRings, lcore.number), (ring) => ring.pps)]));
  const straight = processors
    .filter((lcore) => polled.has(lcore.number))
    .map((lcore) => ({ lcore: lcore.number, pps: kept(lcore.number, polled, handovers) }));
  return {
    down,
    from,
    to,
    vif,
    fabric,
    inRings,
    outRings,
    pollers,
    processors,
    polled,
    straight,
    handovers,
    processed: new Map(processors.map((lcore) => [lcore.number, processedBy(lcore.number, straight, handovers)])),
    busiest: {
      inRing: most(inRings, (ring) => ring.pps),
      outRing: most(outRings, (ring) => ring.pps),
      path: Math.max(most(straight, (path) => path.pps), most(handovers, (handover) => handover.pps)),
    },
  };
}

/** A vif's queues of one direction, one entry per queue; several lcores may write one. */
function rings(vif, direction) {
  const byQueue = new Map();
  for (const queue of vif.queues ?? []) {
    if (queue.direction === direction) {
      const ring = byQueue.get(queue.queue) ?? { ...queue, pps: 0, packets: 0, lost: 0, errors: 0, lcores: [] };
      ring.pps += queue.pps ?? 0;
      ring.packets += queue.packets ?? 0;
      ring.lost += queue.lost ?? 0;
      ring.errors += queue.errors ?? 0;
      ring.served = ring.served !== false && queue.served !== false;
      for (const lcore of queue.lcores ?? (queue.lcore >= 0 ? [queue.lcore] : [])) {
        ring.lcores.push({ lcore, pps: queue.lcores ? null : (queue.pps ?? 0) });
      }
      byQueue.set(queue.queue, ring);
    }
  }
  return [...byQueue.values()].sort((one, other) => one.queue - other.queue);
}

function served(list, lcore) {
  return list.filter((ring) => ring.served && ring.lcores.some((by) => by.lcore === lcore));
}

/** IO lcores poll for the others where there are any; elsewhere every forwarding lcore may. */
function pollingLcores(lcores, inRings) {
  const polls = (lcore) => served(inRings, lcore.number).length > 0;
  const io = lcores.some((lcore) => lcore.role === 'io');
  return lcores.filter((lcore) => lcore.role === 'io' || (lcore.role === 'forwarding' && (!io || polls(lcore))));
}

/** Handovers of this port where the snapshot says whose they are, else all of the node. */
function handoversOf(snapshot, from) {
  const all = (snapshot.handovers ?? []).filter((handover) => handover.fromLcore !== handover.toLcore);
  return all.filter((handover) => handover.vif === undefined || handover.vif === null || handover.vif === from.id);
}

/** What an lcore processes of what it polled itself. */
function kept(lcore, polled, handovers) {
  const given = sum(handovers.filter((handover) => handover.fromLcore === lcore), (handover) => handover.pps);
  return Math.max(0, polled.get(lcore) - given);
}

function processedBy(lcore, straight, handovers) {
  const own = sum(straight.filter((path) => path.lcore === lcore), (path) => path.pps);
  return own + sum(handovers.filter((handover) => handover.toLcore === lcore), (handover) => handover.pps);
}
