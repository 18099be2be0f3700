// SPDX-License-Identifier: Apache-2.0
/** The deck's symbols: a ring, a core, a link. Shapes differ as well as colours. */
import { h } from '../dom.js';
import { count, percent, rate, short } from '../format.js';
import { curve } from '../picture.js';
import { dots, opacity, width } from '../shares.js';

export const RING_RADIUS = 18;
export const CHIP = 46;

/** A line that carries packets: wide by log rate, faded when idle, with dots that run. */
export function link(key, from, to, pps, busiest, kind = '') {
  const d = curve(from[0], from[1], to[0], to[1]);
  const density = dots(pps, busiest);
  return h(
    'g',
    { key, class: `link ${kind}`, opacity: opacity(pps, busiest), 'data-pps': Math.round(pps) },
    h('path', { d, class: 'wire', 'stroke-width': width(pps), 'marker-end': 'url(#tip)' }),
    density > 0 && h('path', { d, class: `dots dots-${density}` }),
  );
}

/** A ring: fill as an arc where it is known, the queue's number inside, its rate under it. */
export function ring(x, y, queue, kind, busiest) {
  const faded = opacity(queue.pps, busiest);
  const fill = queue.size > 0 && queue.waiting >= 0 ? Math.min(100, (100 * queue.waiting) / queue.size) : 0;
  const high = queue.size > 0 && queue.highWater > 0 ? Math.min(100, (100 * queue.highWater) / queue.size) : null;
  return [
    h(
      'g',
      { key: 'shape', opacity: queue.served ? faded : 1 },
      h('circle', { cx: x, cy: y, r: RING_RADIUS, class: `ring ${kind}` }),
      h('circle', { cx: x, cy: y, r: RING_RADIUS - 7, class: `ring-hole` }),
      fill > 0 &&
        h('circle', {
          cx: x,
          cy: y,
          r: RING_RADIUS - 3.5,
          class: 'ring-fill',
          pathLength: 100,
          'stroke-dasharray': `${fill} 100`,
          transform: `rotate(-90 ${x} ${y})`,
        }),
      high !== null &&
        h('path', {
          d: `M${x} ${y - RING_RADIUS - 3}v7`,
          class: 'ring-high',
          transform: `rotate(${high * 3.6} ${x} ${y})`,
        }),
    ),
    h('text', { key: 'name', x, y: y + 4, class: 'ring-name' }, `q${queue.queue}`),
    h(
      'text',
      { key: 'rate', x, y: y + RING_RADIUS + 14, class: `small ${faded < 0.5 ? 'faded' : ''}` },
      queue.served ? rate(queue.pps) : '',
    ),
  ];
}

/** A core: chip with its number, what it carries, and a ring of busy, empty polls and asleep. */
export function core(x, y, lcore, pps, busiest, ...lines) {
  const half = CHIP / 2;
  const faded = opacity(pps, busiest);
  const busy = clamp(lcore.busyPercent);
  const empty = Math.min(100 - busy, clamp(lcore.emptyPercent));
  const asleep = Math.min(100 - busy - empty, clamp(lcore.asleepPercent));
  const arc = (kind, start, length) =>
    h('circle', {
      key: kind,
      cx: x,
      cy: y,
      r: half + 8,
      class: `duty ${kind}`,
      pathLength: 100,
      'stroke-dasharray': `${length} ${100 - length}`,
      'stroke-dashoffset': -start,
      transform: `rotate(-90 ${x} ${y})`,
    });
  return [
    h('circle', { key: 'back', cx: x, cy: y, r: half + 13, class: 'chip-back' }),
    arc('asleep', busy + empty, asleep),
    arc('empty', busy, empty),
    arc('busy', 0, busy),
    h(
      'g',
      { key: 'chip', opacity: faded },
      h('path', { d: pins(x, y, half), class: 'chip-pins' }),
      h('rect', { x: x - half + 4, y: y - half + 4, width: CHIP - 8, height: CHIP - 8, rx: 6, class: 'chip' }),
    ),
    h('text', { key: 'number', x, y: y + 5, class: 'chip-number' }, lcore.number),
    ...lines.map((line, index) =>
      h(
        'text',
        {
          key: `line${index}`,
          x,
          y: y + half + 27 + index * 14,
          class: `${index === 0 ? 'figure' : 'small'} ${faded < 0.5 ? 'faded' : ''}`,
        },
        line,
      ),
    ),
  ];
}

function pins(x, y, half) {
  const places = [-9, 0, 9];
  return places
    .map(
      (at) =>
        `M${x + at} ${y - half + 4}v-5M${x + at} ${y + half - 4}v5M${x - half + 4} ${y + at}h-5M${x + half - 4} ${y + at}h5`,
    )
    .join('');
}

/** The sentence about a core that its detail and its table row share. */
export function duty(lcore) {
  return `${percent(lcore.busyPercent)} busy, ${percent(lcore.emptyPercent)} polling in vain, ${percent(lcore.asleepPercent)} asleep`;
}

export function perBurst(lcore) {
  return lcore.packetsPerBurst > 0 ? `${short(lcore.packetsPerBurst)} per burst` : 'no bursts';
}

export function lost(queue) {
  const waits = queue.waiting > 0 ? `${count(queue.waiting)} waiting` : 'what is sent there is lost';
  const loss = queue.lost === null ? waits : `${count(queue.lost)} lost`;
  return `queue ${queue.queue}: 0 served, ${loss}`;
}

function clamp(value) {
  return Math.max(0, Math.min(100, Number(value) || 0));
}
