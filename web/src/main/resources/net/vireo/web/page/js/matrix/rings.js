// SPDX-License-Identifier: Apache-2.0
/** Rings of devices and guests as elements that tell who polls or writes them, and why. */
import { commands } from '../commands.js';
import { h } from '../dom.js';
import { count, rate } from '../format.js';
import { item } from '../picture.js';
import { lost, ring, RING_RADIUS } from './glyphs.js';

function counted(queue) {
  return queue.packets === null
    ? 'its packets are not counted by queue'
    : `${rate(queue.pps)}, ${count(queue.packets)} packets`;
}

/** A ring that lcores poll; one that nobody polls is a red dashed stub with its loss. */
export function inRing(drawing, queue) {
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

/** A ring that lcores write. */
export function outRing(drawing, queue) {
  const { model, place, column, context, node, openRing } = drawing;
  const writers = queue.lcores.map((by) => by.lcore).join(', ');
  const detail = {
    title: `TX queue ${queue.queue} of ${model.to.name}`,
    lines: [
      queue.reason ?? '',
      writers ? `written by lcore ${writers}` : 'written by no lcore',
      ...queue.lcores
        .filter((by) => by.sender !== undefined && by.sender !== by.lcore)
        .map((by) => `lcore ${by.lcore} hands over to lcore ${by.sender}, which sends`),
      counted(queue),
      queue.errors > 0 ? `${count(queue.errors)} errors: its reader was too slow` : '',
    ].filter(Boolean),
    command: commands.queues(node),
  };
  const y = place.outRing.get(queue.queue);
  return item(
    context,
    `tx${queue.queue}`,
    detail,
    { action: () => openRing(model.to, queue, 'tx') },
    ring(column('outRings'), y, queue, model.down ? 'virtio' : 'device', model.busiest.outRing),
    queue.errors > 0 &&
      h(
        'text',
        { key: 'errors', x: column('outRings'), y: y - RING_RADIUS - 5, class: 'small bad' },
        `${count(queue.errors)} lost`,
      ),
  );
}
