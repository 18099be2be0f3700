// SPDX-License-Identifier: Apache-2.0
/** Lcores that poll and that process, and the internal queues between, as elements that tell about themselves. */
import { commands } from '../commands.js';
import { h } from '../dom.js';
import { count, rate } from '../format.js';
import { item } from '../picture.js';
import { opacity, sum } from '../shares.js';
import { core, duty, perBurst } from './glyphs.js';

/** An lcore as one that polls. */
export function poller(drawing, lcore) {
  const { model, place, column, context, node } = drawing;
  const pps = model.polled.get(lcore.number) ?? 0;
  const polls = model.inRings.filter((queue) => queue.served && queue.lcores.some((by) => by.lcore === lcore.number));
  const queues = polls.length ? `queue ${polls.map((queue) => queue.queue).join(', ')}` : 'none of its queues';
  const detail = {
    title: `lcore ${lcore.number}${Number.isInteger(lcore.cpu) ? ` on CPU ${lcore.cpu}` : ''} polls ${queues} of ${model.from.name}`,
    lines: [`${rate(pps)} polled here`, duty(lcore), perBurst(lcore)],
    command: commands.vif(node, model.from, lcore.number),
  };
  const busiest = Math.max(...model.polled.values(), 0);
  return item(
    context,
    `poll${lcore.number}`,
    detail,
    {},
    core(
      column('pollers'),
      place.poller.get(lcore.number),
      lcore,
      pps,
      busiest,
      rate(pps),
      `${lcore.role === 'io' ? 'IO, ' : ''}${Math.round(lcore.busyPercent)} % busy`,
    ),
  );
}

/** What other lcores hand over to an lcore. */
export function internalQueue({ model, place, column, context, node }, lcore) {
  const x = column('internal');
  const y = place.processor.get(lcore.number) + 20;
  const into = model.handovers.filter((handover) => handover.toLcore === lcore.number);
  const pps = sum(into, (handover) => handover.pps);
  const drops = sum(into, (handover) => handover.drops);
  const faded = opacity(pps, model.busiest.path);
  const detail = {
    title: `internal queue of lcore ${lcore.number}`,
    lines: into.length
      ? [
          ...into.map(
            (handover) => `from lcore ${handover.fromLcore}: ${rate(handover.pps)}, ${count(handover.packets)} packets`,
          ),
          `${count(drops)} lost because it was full`,
        ]
      : ['no lcore hands packets over to this one'],
    command: commands.vif(node, model.from, lcore.number),
  };
  return item(
    context,
    `int${lcore.number}`,
    detail,
    {},
    h(
      'g',
      { opacity: faded, key: 'shape' },
      h('rect', { x: x - 15, y: y - 10, width: 30, height: 20, rx: 4, class: 'queue internal' }),
      h('path', { d: `M${x - 7} ${y - 10}v20M${x} ${y - 10}v20M${x + 7} ${y - 10}v20`, class: 'queue-cells' }),
    ),
    h(
      'text',
      { key: 'rate', x, y: y + 23, class: `small ${faded < 0.5 ? 'faded' : ''}` },
      pps > 0.5 ? rate(pps) : 'quiet',
    ),
    drops > 0 && h('text', { key: 'drops', x, y: y + 37, class: 'small bad' }, `${count(drops)} lost`),
  );
}

/** An lcore as one that processes. */
export function processor({ model, place, column, context, node }, lcore) {
  const pps = model.processed.get(lcore.number) ?? 0;
  const own = model.straight.find((path) => path.lcore === lcore.number)?.pps ?? 0;
  const detail = {
    title: `lcore ${lcore.number} processes`,
    lines: [
      `${rate(pps)} of this direction: ${rate(own)} polled by itself, ${rate(pps - own)} from others`,
      `${rate(lcore.pps)} in all, ${count(lcore.packets)} packets`,
      lcore.nsPerPacket > 0 ? `${Math.round(lcore.nsPerPacket)} ns per packet` : '',
      duty(lcore),
    ].filter(Boolean),
    command: commands.traffic(node),
  };
  const busiest = Math.max(...model.processed.values(), 0);
  return item(
    context,
    `proc${lcore.number}`,
    detail,
    {},
    core(column('processors'), place.processor.get(lcore.number), lcore, pps, busiest, rate(pps), perBurst(lcore)),
  );
}
