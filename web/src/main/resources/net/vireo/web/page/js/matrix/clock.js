// SPDX-License-Identifier: Apache-2.0
/** A ring's indices as clock hands. Free-running 16-bit indices; the slot is the index modulo the ring's size. */
import { h } from '../dom.js';
import { count } from '../format.js';

const CENTRE = 150;
const RADIUS = 108;

/** Where an index points, in degrees from the top. */
export function angle(index, size) {
  return size > 0 ? ((index % size) / size) * 360 : 0;
}

/** How many entries lie from one free-running index to another. */
export function distance(from, to) {
  return (((to - from) % 65536) + 65536) % 65536;
}

/** @param hands `[{name, index, kind}]`, the first is the one that is ahead */
export function clock(size, hands) {
  const ticks = Math.min(size, 64);
  const [ahead, behind] = hands;
  const waiting = ahead && behind ? Math.min(size, distance(behind.index, ahead.index)) : 0;
  return h(
    'svg',
    {
      class: 'clock',
      viewBox: '0 20 300 300',
      role: 'img',
      'aria-label': `${hands.map((hand) => `${hand.name} ${hand.index}`).join(', ')}, ring of ${size}`,
    },
    h('circle', { cx: CENTRE, cy: CENTRE, r: RADIUS, class: 'clock-face' }),
    Array.from({ length: ticks }, (_, tick) =>
      h('path', {
        key: `t${tick}`,
        d: `M${CENTRE} ${CENTRE - RADIUS - 6}v${tick % 8 === 0 ? 12 : 7}`,
        class: 'clock-tick',
        transform: `rotate(${(tick / ticks) * 360} ${CENTRE} ${CENTRE})`,
      }),
    ),
    waiting > 0 &&
      h('circle', {
        key: 'waiting',
        cx: CENTRE,
        cy: CENTRE,
        r: RADIUS - 15,
        class: 'clock-waiting',
        pathLength: 100,
        'stroke-dasharray': `${(100 * waiting) / size} 100`,
        transform: `rotate(${angle(behind.index, size) - 90} ${CENTRE} ${CENTRE})`,
      }),
    hands.map((hand, index) =>
      h('path', {
        key: hand.name,
        d: `M${CENTRE} ${CENTRE + 16}V${CENTRE - RADIUS + (index === 0 ? 12 : 34)}`,
        class: `hand ${hand.kind}`,
        transform: `rotate(${angle(hand.index, size)} ${CENTRE} ${CENTRE})`,
      }),
    ),
    h('circle', { key: 'hub', cx: CENTRE, cy: CENTRE, r: 7, class: 'hub' }),
    h(
      'text',
      { key: 'n', x: CENTRE, y: CENTRE + RADIUS + 34, class: 'clock-text' },
      `${count(waiting)} of ${count(size)}`,
    ),
    h('text', { key: 'w', x: CENTRE, y: CENTRE + RADIUS + 52, class: 'small' }, 'between the hands'),
  );
}
