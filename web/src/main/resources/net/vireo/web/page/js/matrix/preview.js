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
