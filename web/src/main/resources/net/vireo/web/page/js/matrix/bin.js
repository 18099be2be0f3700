// SPDX-License-Identifier: Apache-2.0
/** The bin under the lcores: what is dropped falls into it, by reason. */
import { commands } from '../commands.js';
import { h } from '../dom.js';
import { count, rate } from '../format.js';
import { clip, item } from '../picture.js';
import { sum } from '../shares.js';

const SHOWN = 4;
const WIDTH = 204;

/** The reasons that count now first, then those that ever counted; what is no loss is left to the table. */
export function topDrops(drops, shown = SHOWN) {
  return [...(drops ?? [])]
    .filter((drop) => drop.packets > 0 && drop.loss !== false)
    .sort((one, other) => other.pps - one.pps || other.packets - one.packets)
    .slice(0, shown);
}

export function dropBin({ snapshot, place, column, context, node }) {
  const list = topDrops(snapshot.drops);
  const y = place.bottom + 34;
  const start = column('processors') - 40 - ((list.length - 1) * WIDTH) / 2;
  const falling = sum(list, (drop) => drop.pps) > 0.5;
  return h(
    'g',
    { key: 'bin' },
    list.length === 0 &&
      h('text', { key: 'none', x: column('processors'), y: y + 24, class: 'small' }, 'nothing dropped'),
    falling &&
      h('path', {
        key: 'fall',
        d: `M${column('processors') + 66} ${place.bottom - 30}L${column('processors') + 66} ${y - 4}`,
        class: 'fall',
        'marker-end': 'url(#tip-lost)',
      }),
    falling &&
      h('path', {
        key: 'falldots',
        d: `M${column('processors') + 66} ${place.bottom - 30}L${column('processors') + 66} ${y - 4}`,
        class: 'dots dots-lost dots-3',
      }),
    list.map((drop, index) => {
      const x = Math.max(110, start + index * WIDTH);
      const now = drop.pps > 0.5;
      return item(
        context,
        `drop-${drop.reason}`,
        {
          title: drop.reason,
          lines: [drop.sentence ?? '', `${rate(drop.pps)}, ${count(drop.packets)} packets`].filter(Boolean),
          command: commands.drops(node),
        },
        { class: now ? 'drop' : 'drop past' },
        h('rect', { key: 'box', x: x - WIDTH / 2 + 5, y, width: WIDTH - 10, height: 44, rx: 9, class: 'bin' }),
        h('text', { key: 'reason', x, y: y + 18, class: 'small strong' }, clip(drop.reason, 28)),
        h(
          'text',
          { key: 'number', x, y: y + 35, class: now ? 'small bad' : 'small' },
          now ? `✕ ${rate(drop.pps)}, ${count(drop.packets)} in all` : `${count(drop.packets)} before, none now`,
        ),
      );
    }),
  );
}
