// SPDX-License-Identifier: Apache-2.0
/** The boxes at both ends of the matrix: the network card with its RSS strip, and the guest. */
import { commands } from '../commands.js';
import { h } from '../dom.js';
import { many, rate } from '../format.js';
import { networkClass } from '../networks.js';
import { clip, item } from '../picture.js';
import { stripCell } from './layout.js';

export function endBox(drawing, side, vif) {
  const { place, context, node, snapshot, model } = drawing;
  const { x, width } = place.columns[side];
  const y = place.top - 26;
  const fabric = vif.kind === 'fabric';
  const kind = fabric ? 'hardware' : vif.kind === 'guest' ? 'guest' : 'kernel';
  const detail = {
    title: `${vif.name}, vif0/${vif.id}${vif.network ? `, network ${vif.network}` : ''}`,
    lines: [
      `received ${rate(vif.rxPps)}, sent ${rate(vif.txPps)}`,
      vif.transport ? `attached by ${vif.transport}` : '',
      vif.polledBy ? `polled by ${vif.polledBy}` : '',
    ].filter(Boolean),
    command: commands.vif(node, vif),
  };
  const middle = x + width / 2;
  const queues = side === 'source' ? model.inRings : model.outRings;
  const queueY = side === 'source' ? place.inRing : place.outRing;
  return item(
    context,
    `end-${side}`,
    detail,
    { class: `end ${kind}` },
    h('rect', { key: 'box', x, y, width, height: place.bottom - y + 8, rx: 14, class: `box ${kind}` }),
    h('text', { key: 'role', x: middle, y: y + 17, class: 'column-head' }, fabric ? 'NIC' : vif.kind),
    h('text', { key: 'name', x: middle, y: y + 38, class: 'box-name' }, clip(vif.name, 16)),
    vif.network &&
      h('circle', { key: 'net', cx: x + 16, cy: y + 13, r: 5, class: `net-dot ${networkClass(vif.network)}` }),
    h(
      'text',
      { key: 'how', x: middle, y: y + 55, class: 'small' },
      clip([vif.network, vif.transport].filter(Boolean).join(' · '), 21),
    ),
    fabric ? rssStrip(x + (width - 127) / 2, place, y, snapshot.rss) : vnicQueues(queues, queueY, side, x, width),
  );
}

/** The queues of the guest's card, where the deck has its vCPUs. */
function vnicQueues(queues, queueY, side, x, width) {
  const inner = side === 'source' ? x + width - 62 : x + 8;
  return queues.map((queue) =>
    h(
      'g',
      { key: `v${queue.queue}` },
      h('rect', { x: inner, y: queueY.get(queue.queue) - 11, width: 54, height: 22, rx: 5, class: 'vnic-queue' }),
      h('text', { x: inner + 27, y: queueY.get(queue.queue) + 4, class: 'small strong' }, `vNIC ${queue.queue}`),
    ),
  );
}

function rssStrip(x, place, top, rss) {
  const table = rss?.queueOfEntry ?? [];
  if (table.length === 0) {
    return h('text', { key: 'rss', x: x + 64, y: top + 84, class: 'small quiet' }, 'no RSS table');
  }
  const queues = [...new Set(table)].sort((one, other) => one - other);
  const y = top + 68;
  const rows = Math.ceil(table.length / 16);
  const size = stripCell(0, table.length).size + 0.6;
  const legend = y + rows * size + 14;
  return h(
    'g',
    {
      key: 'rss',
      class: 'rss',
      role: 'img',
      'aria-label': `RSS table: ${queues.map((queue) => `${many(table.filter((one) => one === queue).length, 'entry').replace('entrys', 'entries')} to queue ${queue}`).join(', ')}`,
    },
    table.map((queue, index) => {
      const cell = stripCell(index, table.length);
      return h('rect', {
        key: index,
        x: x + cell.x,
        y: y + cell.y,
        width: cell.size,
        height: cell.size,
        rx: 1.2,
        class: `cell q${queue % 8}`,
      });
    }),
    queues.slice(0, 8).map((queue, index) =>
      h(
        'g',
        { key: `legend${queue}` },
        h('rect', {
          x: x + (index % 4) * 34,
          y: legend + Math.floor(index / 4) * 14 - 8,
          width: 9,
          height: 9,
          rx: 2,
          class: `cell q${queue % 8}`,
        }),
        h(
          'text',
          { x: x + (index % 4) * 34 + 12, y: legend + Math.floor(index / 4) * 14, class: 'tiny start' },
          `q${queue}`,
        ),
      ),
    ),
    h(
      'text',
      { key: 'what', x: x + 64, y: legend + (queues.length > 4 ? 32 : 18), class: 'tiny' },
      `RSS, ${table.length} entries`,
    ),
  );
}
