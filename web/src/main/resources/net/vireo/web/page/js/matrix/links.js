// SPDX-License-Identifier: Apache-2.0
/** The paths of packets through the matrix, and those that a knob's other value would use. */
import { h } from '../dom.js';
import { sum } from '../shares.js';
import { CHIP, link, RING_RADIUS } from './glyphs.js';

/** Half of a core with its ring of busy time: where links end. */
const CORE = CHIP / 2 + 13;

/** Every link, from the source's box to the target's. */
export function links(drawing) {
  const { model, place, column } = drawing;
  const source = place.columns.source.x + place.columns.source.width;
  const path = model.busiest.path;
  const entering = model.inRings.flatMap((queue) => {
    const y = place.inRing.get(queue.queue);
    return [
      link(`s${queue.queue}`, [source, y], [column('inRings') - RING_RADIUS - 3, y], queue.pps, model.busiest.inRing),
      ...(queue.served ? queue.lcores : []).map((by) =>
        link(
          `p${queue.queue}-${by.lcore}`,
          [column('inRings') + RING_RADIUS, y],
          [column('pollers') - CORE, place.poller.get(by.lcore) ?? y],
          queue.pps,
          model.busiest.inRing,
        ),
      ),
    ];
  });
  const straight = model.straight.map(({ lcore, pps }) =>
    link(
      `k${lcore}`,
      [column('pollers') + CORE, place.poller.get(lcore) - 9],
      [column('processors') - CORE, place.processor.get(lcore) - 9],
      pps,
      path,
      'straight',
    ),
  );
  const fan = model.handovers.map((handover) =>
    link(
      `f${handover.fromLcore}-${handover.toLcore}`,
      [column('pollers') + CORE, (place.poller.get(handover.fromLcore) ?? place.top) + 4],
      [column('internal') - 15, (place.processor.get(handover.toLcore) ?? place.top) + 20],
      handover.pps,
      path,
      'handover',
    ),
  );
  const taken = model.processors.map((lcore) => {
    const y = place.processor.get(lcore.number);
    const pps = sum(
      model.handovers.filter((handover) => handover.toLcore === lcore.number),
      (handover) => handover.pps,
    );
    return link(
      `t${lcore.number}`,
      [column('internal') + 15, y + 20],
      [column('processors') - CORE, y + 11],
      pps,
      path,
      'handover',
    );
  });
  return [...entering, ...straight, ...fan, ...taken, ...leaving(drawing)];
}

/** From the lcores to the rings that they write; dashed where another lcore sends for them. */
function leaving({ model, place, column }) {
  const end = place.columns.target.x - 2;
  if (model.outRings.length === 0) {
    return model.processors.map((lcore) =>
      link(
        `o${lcore.number}`,
        [column('processors') + CORE, place.processor.get(lcore.number)],
        [end, place.processor.get(lcore.number)],
        model.to.txPps ?? 0,
        model.to.txPps ?? 0,
      ),
    );
  }
  return model.outRings.flatMap((queue) => {
    const y = place.outRing.get(queue.queue);
    return [
      ...queue.lcores
        .filter((by) => place.processor.has(by.lcore))
        .map((by) =>
          link(
            `w${queue.queue}-${by.lcore}`,
            [column('processors') + CORE, place.processor.get(by.lcore)],
            [column('outRings') - RING_RADIUS - 3, y],
            by.pps ?? (queue.pps ?? 0) / queue.lcores.length,
            model.busiest.outRing,
            by.sender !== undefined && by.sender !== by.lcore ? 'by-other' : '',
          ),
        ),
      link(`e${queue.queue}`, [column('outRings') + RING_RADIUS, y], [end, y], queue.pps, model.busiest.outRing),
    ];
  });
}

/** Hollow lines: a forecast. */
export function plan({ planned, place, column }) {
  return (planned ?? [])
    .filter(([from, to]) => place.poller.has(from) && place.processor.has(to))
    .map(([from, to]) =>
      h('path', {
        key: `${from}-${to}`,
        class: 'planned',
        d: `M${column('pollers') + CORE} ${place.poller.get(from)}L${column('processors') - CORE} ${place.processor.get(to)}`,
        'marker-end': 'url(#tip-plan)',
      }),
    );
}
