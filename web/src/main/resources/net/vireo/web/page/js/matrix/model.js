// SPDX-License-Identifier: Apache-2.0
/**
 * A snapshot as the deck's core matrix: who polls which queue, who processes, which rings are written. Pure; every
 * number is the snapshot's or a sum of them.
 */
import { most, sum } from '../shares.js';

export const PHYSICAL_TO_VIRTUAL = 'p2v';
export const VIRTUAL_TO_PHYSICAL = 'v2p';

/** Only what is this much busier takes a picture's place that nobody chose: it must not flap. */
const BUSIER = 2;
const NOTABLE_PPS = 10;

/** What a vif received and sent. */
export function traffic(vif) {
  return (vif.rxPps ?? 0) + (vif.txPps ?? 0);
}

/**
 * The vif whose rings are shown: the chosen one, else the busiest guest, else any that is not the fabric.
 *
 * @param before the id shown before where nobody has chosen; it stays unless another is much busier
 */
export function chosenVif(snapshot, id, before) {
  const others = snapshot.vifs.filter((vif) => vif.kind !== 'fabric');
  const chosen = others.find((vif) => String(vif.id) === String(id));
  if (chosen) {
    return chosen;
  }
  const guests = others.filter((vif) => vif.kind === 'guest');
  const list = guests.length ? guests : others;
  const busiest = list.reduce((best, vif) => (best === null || traffic(vif) > traffic(best) ? vif : best), null);
  const stays = list.find((vif) => String(vif.id) === String(before));
  return stays && traffic(busiest) <= Math.max(NOTABLE_PPS, BUSIER * traffic(stays)) ? stays : busiest;
}

/** The direction that carries more of a vif's packets, where nobody has chosen; the one before unless that is clear. */
export function busierDirection(vif, before) {
  const [sent, received] = [vif.rxPps ?? 0, vif.txPps ?? 0];
  if (sent > Math.max(NOTABLE_PPS, BUSIER * received)) {
    return VIRTUAL_TO_PHYSICAL;
  }
  return received > Math.max(NOTABLE_PPS, BUSIER * sent) ? PHYSICAL_TO_VIRTUAL : before;
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
  const outRings = written(rings(to, 'tx'), to);
  const handovers = handoversOf(snapshot, from);
  const pollers = pollingLcores(snapshot.lcores, inRings);
  const processors = snapshot.lcores.filter((lcore) => lcore.role === 'forwarding');
  const work = new Map(
    [...pollers, ...processors].map((lcore) => [lcore.number, workOf(lcore.number, from, inRings, handovers)]),
  );
  const processing = processors.map((lcore) => lcore.number);
  const straight = pollers
    .filter((lcore) => processing.includes(lcore.number))
    .map((lcore) => ({ lcore: lcore.number, pps: work.get(lcore.number).kept }));
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
    handovers,
    straight,
    polled: new Map(pollers.map((lcore) => [lcore.number, work.get(lcore.number).polled])),
    processed: new Map(processing.map((lcore) => [lcore, work.get(lcore).processed])),
    busiest: {
      inRing: most(inRings, (ring) => ring.pps),
      outRing: most(outRings, (ring) => ring.pps),
      path: Math.max(
        most(straight, (path) => path.pps),
        most(handovers, (handover) => handover.pps),
      ),
    },
  };
}

/** A vif's queues of one direction that are in use, one entry per queue; several lcores may write one. */
function rings(vif, direction) {
  const byQueue = new Map();
  for (const queue of vif.queues ?? []) {
    if (queue.direction === direction && (queue.enabled !== false || queue.served === false)) {
      const before = byQueue.get(queue.queue);
      const ring = before ?? {
        ...queue,
        pps: null,
        packets: null,
        lost: null,
        errors: null,
        waiting: null,
        lcores: [],
        served: false,
      };
      for (const field of ['pps', 'packets', 'lost', 'errors', 'waiting']) {
        ring[field] = plus(ring[field], queue[field]);
      }
      ring.served = ring.served || queue.served !== false;
      if (Number.isInteger(queue.lcore)) {
        ring.lcores.push({ lcore: queue.lcore, pps: queue.pps ?? null });
      }
      byQueue.set(queue.queue, ring);
    }
  }
  return [...byQueue.values()].sort((one, other) => one.queue - other.queue);
}

/** Adds what is counted; what nobody counts stays unknown. */
function plus(one, other) {
  return other === null || other === undefined ? one : (one ?? 0) + other;
}

/** Who writes each ring and how much, from what each lcore sent: an lcore without a queue hands over to a sender. */
function written(outRings, to) {
  if (!to.perLcore) {
    return outRings;
  }
  return outRings.map((ring) => ({
    ...ring,
    lcores: to.perLcore
      .filter((each) => each.sendQueue === ring.queue)
      .map((each) => ({ lcore: each.lcore, pps: each.sentPps, sender: each.sender })),
  }));
}

/** IO lcores poll for the others where there are any; elsewhere every forwarding lcore may. */
function pollingLcores(lcores, inRings) {
  const polls = (lcore) => inRings.some((ring) => ring.served && ring.lcores.some((by) => by.lcore === lcore.number));
  const io = lcores.some((lcore) => lcore.role === 'io');
  return lcores.filter((lcore) => lcore.role === 'io' || (lcore.role === 'forwarding' && (!io || polls(lcore))));
}

/** Handovers to be processed, of this port where the snapshot says whose they are. */
function handoversOf(snapshot, from) {
  return (snapshot.handovers ?? []).filter(
    (handover) =>
      handover.purpose !== 'send' && handover.fromLcore !== handover.toLcore && (handover.vif ?? from.id) === from.id,
  );
}

/** What an lcore polled of a vif, kept of that, and processed in all. */
function workOf(lcore, from, inRings, handovers) {
  const counted = from.perLcore?.find((each) => each.lcore === lcore);
  if (counted) {
    const { polledPps: polled, takenPps: taken, processedPps: processed } = counted;
    return { polled: polled ?? 0, kept: Math.max(0, (processed ?? 0) - (taken ?? 0)), processed: processed ?? 0 };
  }
  const polled = sum(
    inRings.filter((ring) => ring.served && ring.lcores.some((by) => by.lcore === lcore)),
    (ring) => ring.pps,
  );
  const kept = Math.max(
    0,
    polled -
      sum(
        handovers.filter((handover) => handover.fromLcore === lcore),
        (handover) => handover.pps,
      ),
  );
  return {
    polled,
    kept,
    processed:
      kept +
      sum(
        handovers.filter((handover) => handover.toLcore === lcore),
        (handover) => handover.pps,
      ),
  };
}
