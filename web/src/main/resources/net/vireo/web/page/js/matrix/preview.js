// SPDX-License-Identifier: Apache-2.0
/**
 * What a knob's other value would do to the map, by the deck's rules ("who processes a packet"): paths to draw hollow,
 * and a sentence. A forecast, not a measurement, and shown as one.
 */

/** @returns `{paths: [[polling lcore, processing lcore]], sentence}` */
export function preview(model, knob, value) {
  const pollers = [...model.polled.keys()].filter((lcore) =>
    model.inRings.some((ring) => ring.lcores.some((by) => by.lcore === lcore)),
  );
  const processors = model.processors.map((lcore) => lcore.number);
  const straight = pollers.filter((lcore) => processors.includes(lcore)).map((lcore) => [lcore, lcore]);
  const fan = pollers.flatMap((from) => processors.filter((to) => to !== from).map((to) => [from, to]));
  if (knob.name === 'queue-policy') {
    return { paths: [], sentence: forecast(places(model), value, numbers(model)) };
  }
  if (knob.name === 'tx-wait-us') {
    return { paths: [], sentence: txWait(value) };
  }
  if (knob.name !== 'load-balance') {
    return { paths: [], sentence: `${knob.name} becomes ${value}. The picture shows what it does once it is set.` };
  }
  switch (value) {
    case 'none':
      return {
        paths: straight,
        sentence: 'Each lcore processes what it polls (run to completion): the internal queues go quiet.',
      };
    case 'contrail':
      return model.down
        ? {
            paths: [...straight, ...fan],
            sentence:
              'UDP tunnels and VXLAN stay where RSS put them; MPLS over GRE is hashed to the other lcores, never to the polling one.',
          }
        : {
            paths: fan,
            sentence:
              'Every IP packet of a guest is hashed to another lcore, never to the polling one. With two lcores that is always the same one.',
          };
    case 'all':
      return {
        paths: [...straight, ...fan],
        sentence: 'Flows of guests and of MPLS over GRE are spread over all lcores always, the polling one among them.',
      };
    case 'pipeline':
      return { paths: fan, sentence: 'Whatever is polled is hashed to another lcore, UDP tunnels too.' };
    default:
      return {
        paths: [...straight, ...fan],
        sentence: 'The lcore that polls processes, and hands flows to all when it cannot keep up.',
      };
  }
}

const numbers = (model) => model.processors.map((lcore) => lcore.number);
const places = (model) => model.inRings.map((ring) => [ring.queue, ring.served ? (ring.lcores[0]?.lcore ?? null) : null]);

/**
 * What a queue policy would do, by the queue map's rule: a queue that nobody polls goes to the lcore after that of the queue
 * before, around.
 *
 * @param rings `[queue, lcore or null]` in the order of the queues
 * @param lcores the numbers of those that may poll; those in `rings` when it is not given
 */
export function forecast(rings, value, lcores) {
  if (value !== 'all') {
    return 'Guests that are plugged from now on get no more queues polled than there are lcores. Who is polled stays so.';
  }
  const all = lcores ?? [...new Set(rings.map((ring) => ring[1]).filter((lcore) => lcore !== null))].sort();
  const moves = [];
  let before = null;
  for (const [queue, lcore] of rings) {
    const next = lcore ?? (before === null ? null : all[(all.indexOf(before) + 1) % all.length]);
    if (lcore === null && next !== null) {
      moves.push(`queue ${queue} to lcore ${next}`);
    }
    before = next;
  }
  return moves.length > 0
    ? `Queues that nobody polls are polled at once: ${moves.join(', ')}. Nobody else moves.`
    : 'Every queue shown is polled already; guests that come later get all of theirs polled too.';
}

function txWait(value) {
  return Number(value) > 0
    ? `An lcore that finds a guest's ring full waits for room, at most ${value} µs in each burst, before it drops. A guest that is stuck is not waited for.`
    : 'What finds a guest’s ring full is dropped at once.';
}
