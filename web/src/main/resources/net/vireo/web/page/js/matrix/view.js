// SPDX-License-Identifier: Apache-2.0
/** Draws the core matrix: columns, links, cores and rings. */
import { commands } from '../commands.js';
import { h } from '../dom.js';
import { count, rate } from '../format.js';
import { item, picture } from '../picture.js';
import { sum } from '../shares.js';
import { dropBin } from './bin.js';
import { endBox } from './ends.js';
import { CHIP, core, duty, link, lost, perBurst, ring, RING_RADIUS } from './glyphs.js';
import { layout } from './layout.js';
import { railLines } from './railview.js';

/**
 * @param scene `{snapshot, model, context, planned, openRing(vif, queue)}`; `planned` are paths of a knob's preview
 */
export function matrixPicture(scene) {
  const place = layout(scene.model);
  const drawing = { ...scene, place, column: (name) => place.columns[name].x, node: scene.snapshot.node };
  return picture(
    `Core matrix of ${scene.snapshot.node}, ${scene.model.down ? 'physical to virtual' : 'virtual to physical'}`,
    place,
    bands(drawing),
    railLines(drawing),
    h('g', { key: 'links' }, links(drawing)),
    h('g', { key: 'plan' }, plan(drawing)),
    endBox(drawing, 'source', scene.model.from),
    h('g', { key: 'in' }, scene.model.inRings.map((queue) => inRing(drawing, queue))),
    h('g', { key: 'pollers' }, scene.model.pollers.map((lcore) => poller(drawing, lcore))),
    h('g', { key: 'internal' }, scene.model.processors.map((lcore) => internalQueue(drawing, lcore))),
    h('g', { key: 'processors' }, scene.model.processors.map((lcore) => processor(drawing, lcore))),
    h('g', { key: 'out' }, scene.model.outRings.map((queue) => outRing(drawing, queue))),
    endBox(drawing, 'target', scene.model.to),
    dropBin(drawing),
  );
}

function counted(queue) {
  return queue.packets === null ? 'its packets are not counted by queue' : `${rate(queue.pps)}, ${count(queue.packets)} packets`;
}

function bands({ place, model, column }) {
  const y = place.top - 26;
  const height = place.bottom - y + 8;
  const device = model.down ? 'device rings' : 'VirtIO rings';
  const exit = model.down ? 'VirtIO rings' : 'device rings';
  const head = (name, x) => h('text', { key: name + x, x, y: y + 17, class: 'column-head' }, name);
  return h(
    'g',
    { key: 'bands' },
    h('rect', { x: column('inRings') - 36, y, width: column('outRings') - column('inRings') + 72, height, rx: 14, class: 'band vrouter' }),
    head(device, column('inRings')),
    head('polling lcores', column('pollers')),
    head('internal queues', column('internal')),
    head('processing lcores', column('processors')),
    head(exit, column('outRings')),
  );
}

function links(drawing) {
  const { model, place, column } = drawing;
  const half = CHIP / 2 + 13;
  const source = place.columns.source.x + place.columns.source.width;
  const path = model.busiest.path;
  const entering = model.inRings.flatMap((queue) => {
    const y = place.inRing.get(queue.queue);
    return [
      link(`s${queue.queue}`, [source, y], [column('inRings') - RING_RADIUS - 3, y], queue.pps, model.busiest.inRing),
      ...(queue.served ? queue.lcores : []).map((by) =>
        link(`p${queue.queue}-${by.lcore}`, [column('inRings') + RING_RADIUS, y], [column('pollers') - half, place.poller.get(by.lcore) ?? y], queue.pps, model.busiest.inRing)),
    ];
  });
  const straight = model.straight.map(({ lcore, pps }) =>
    link(`k${lcore}`, [column('pollers') + half, place.poller.get(lcore) - 9], [column('processors') - half, place.processor.get(lcore) - 9], pps, path, 'straight'));
  const fan = model.handovers.map((handover) =>
    link(`f${handover.fromLcore}-${handover.toLcore}`, [column('pollers') + half, (place.poller.get(handover.fromLcore) ?? place.top) + 4], [column('internal') - 15, (place.processor.get(handover.toLcore) ?? place.top) + 20], handover.pps, path, 'handover'));
  const taken = model.processors.map((lcore) => {
    const y = place.processor.get(lcore.number);
    const pps = sum(model.handovers.filter((handover) => handover.toLcore === lcore.number), (handover) => handover.pps);
    return link(`t${lcore.number}`, [column('internal') + 15, y + 20], [column('processors') - half, y + 11], pps, path, 'handover');
  });
  return [...entering, ...straight, ...fan, ...taken, ...leaving(drawing, half)];
}

function leaving({ model, place, column }, half) {
  const end = place.columns.target.x - 2;
  if (model.outRings.length === 0) {
    return model.processors.map((lcore) =>
      link(`o${lcore.number}`, [column('processors') + half, place.processor.get(lcore.number)], [end, place.processor.get(lcore.number)], model.to.txPps ?? 0, model.to.txPps ?? 0));
  }
  return model.outRings.flatMap((queue) => {
    const y = place.outRing.get(queue.queue);
    return [
      ...queue.lcores
        .filter((by) => place.processor.has(by.lcore))
        .map((by) => link(`w${queue.queue}-${by.lcore}`, [column('processors') + half, place.processor.get(by.lcore)], [column('outRings') - RING_RADIUS - 3, y], by.pps ?? (queue.pps ?? 0) / queue.lcores.length, model.busiest.outRing, by.sender !== undefined && by.sender !== by.lcore ? 'handover' : '')),
      link(`e${queue.queue}`, [column('outRings') + RING_RADIUS, y], [end, y], queue.pps, model.busiest.outRing),
    ];
  });
}

function plan({ planned, place, column }) {
  const half = CHIP / 2 + 13;
  return (planned ?? [])
    .filter(([from, to]) => place.poller.has(from) && place.processor.has(to))
    .map(([from, to]) =>
      h('path', {
        key: `${from}-${to}`,
        class: 'planned',
        d: `M${column('pollers') + half} ${place.poller.get(from)}L${column('processors') - half} ${place.processor.get(to)}`,
        'marker-end': 'url(#tip-plan)',
      }));
}

function inRing(drawing, queue) {
  const { model, place, column, context, node, openRing } = drawing;
  const x = column('inRings');
  const y = place.inRing.get(queue.queue);
  const kind = model.down ? 'device' : 'virtio';
  const detail = {
    title: `RX queue ${queue.queue} of ${model.from.name}`,
    lines: [queue.reason ?? '', counted(queue), queue.served ? '' : lost(queue)].filter(Boolean),
    command: commands.queues(node),
  };
  const action = () => openRing(model.from, queue, 'rx');
  return item(
    context,
    `rx${queue.queue}`,
    detail,
    { class: queue.served ? '' : 'unserved', action },
    ring(x, y, queue, `${kind} ${queue.served ? '' : 'lost'}`, model.busiest.inRing),
    !queue.served && [
      h('path', { key: 'stub', d: `M${x + RING_RADIUS} ${y}h40`, class: 'stub' }),
      h('path', { key: 'cross', d: `M${x + RING_RADIUS + 42} ${y - 6}l12 12m0 -12l-12 12`, class: 'cross' }),
      h('text', { key: 'loss', x: x + RING_RADIUS + 60, y: y + 4, class: 'loss' }, lost(queue)),
    ],
  );
}

function poller(drawing, lcore) {
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
  return item(context, `poll${lcore.number}`, detail, {}, core(column('pollers'), place.poller.get(lcore.number), lcore, pps, busiest, rate(pps), `${lcore.role === 'io' ? 'IO, ' : ''}${Math.round(lcore.busyPercent)} % busy`));
}

function internalQueue({ model, place, column, context, node }, lcore) {
  const x = column('internal');
  const y = place.processor.get(lcore.number) + 20;
  const into = model.handovers.filter((handover) => handover.toLcore === lcore.number);
  const pps = sum(into, (handover) => handover.pps);
  const drops = sum(into, (handover) => handover.drops);
  const faded = pps > 0.5 && pps / (model.busiest.path || 1) >= 0.01 ? 1 : 0.3;
  const detail = {
    title: `internal queue of lcore ${lcore.number}`,
    lines: into.length
      ? [...into.map((handover) => `from lcore ${handover.fromLcore}: ${rate(handover.pps)}, ${count(handover.packets)} packets`), `${count(drops)} lost because it was full`]
      : ['no lcore hands packets over to this one'],
    command: commands.vif(node, model.from, lcore.number),
  };
  return item(
    context,
    `int${lcore.number}`,
    detail,
    {},
    h('g', { opacity: faded, key: 'shape' }, h('rect', { x: x - 15, y: y - 10, width: 30, height: 20, rx: 4, class: 'queue internal' }), h('path', { d: `M${x - 7} ${y - 10}v20M${x} ${y - 10}v20M${x + 7} ${y - 10}v20`, class: 'queue-cells' })),
    h('text', { key: 'rate', x, y: y + 23, class: `small ${faded < 1 ? 'faded' : ''}` }, pps > 0.5 ? rate(pps) : 'quiet'),
    drops > 0 && h('text', { key: 'drops', x, y: y + 37, class: 'small bad' }, `${count(drops)} lost`),
  );
}

function processor({ model, place, column, context, node }, lcore) {
  const pps = model.processed.get(lcore.number) ?? 0;
  const own = model.straight.find((path) => path.lcore === lcore.number)?.pps ?? 0;
  const detail = {
    title: `lcore ${lcore.number} processes`,
    lines: [`${rate(pps)} of this direction: ${rate(own)} polled by itself, ${rate(pps - own)} from others`, `${rate(lcore.pps)} in all, ${count(lcore.packets)} packets`, lcore.nsPerPacket > 0 ? `${Math.round(lcore.nsPerPacket)} ns per packet` : '', duty(lcore)].filter(Boolean),
    command: commands.traffic(node),
  };
  const busiest = Math.max(...model.processed.values(), 0);
  return item(context, `proc${lcore.number}`, detail, {}, core(column('processors'), place.processor.get(lcore.number), lcore, pps, busiest, rate(pps), perBurst(lcore)));
}

function outRing(drawing, queue) {
  const { model, place, column, context, node, openRing } = drawing;
  const writers = queue.lcores.map((by) => by.lcore).join(', ');
  const detail = {
    title: `TX queue ${queue.queue} of ${model.to.name}`,
    lines: [queue.reason ?? '', writers ? `written by lcore ${writers}` : 'written by no lcore', ...queue.lcores.filter((by) => by.sender !== undefined && by.sender !== by.lcore).map((by) => `lcore ${by.lcore} hands over to lcore ${by.sender}, which sends`), counted(queue), queue.errors > 0 ? `${count(queue.errors)} errors: its reader was too slow` : ''].filter(Boolean),
    command: commands.queues(node),
  };
  const y = place.outRing.get(queue.queue);
  return item(
    context,
    `tx${queue.queue}`,
    detail,
    { action: () => openRing(model.to, queue, 'tx') },
    ring(column('outRings'), y, queue, model.down ? 'virtio' : 'device', model.busiest.outRing),
    queue.errors > 0 && h('text', { key: 'errors', x: column('outRings'), y: y - RING_RADIUS - 5, class: 'small bad' }, `${count(queue.errors)} lost`),
  );
}
