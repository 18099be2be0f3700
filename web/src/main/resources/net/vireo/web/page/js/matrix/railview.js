// SPDX-License-Identifier: Apache-2.0
/** The counter rails over the matrix, and the identities between them. */
import { commands } from '../commands.js';
import { copyButton } from '../copy.js';
import { h } from '../dom.js';
import { count, rate } from '../format.js';
import { item } from '../picture.js';
import { identities, rails } from './rails.js';

/** Dashed lines with the rail's name, its rate big, its total small, its errors red. */
export function railLines({ model, place, context, node }) {
  return h(
    'g',
    { key: 'rails' },
    rails(model).map((rail) => {
      const x = place.railX[rail.column];
      const wrong = rail.errors > 0;
      const detail = {
        title: `${rail.name} of ${rail.of.name}`,
        lines: [
          `${rate(rail.pps)}`,
          `${count(rail.packets)} packets`,
          rail.errors === null ? '' : `${count(rail.errors)} errors, ${rate(rail.errorPps)}`,
        ].filter(Boolean),
        command: commands.vif(node, rail.of),
      };
      return item(
        context,
        `rail-${rail.column}`,
        detail,
        { class: 'rail', 'data-rail': rail.name, 'data-pps': Math.round(rail.pps) },
        h('path', { key: 'line', d: `M${x} 82V${place.bottom + 8}`, class: 'rail-line' }),
        h('text', { key: 'name', x, y: 18, class: 'rail-name' }, rail.name),
        h('text', { key: 'rate', x, y: 42, class: 'rail-rate' }, rate(rail.pps)),
        h('text', { key: 'total', x, y: 58, class: 'tiny' }, count(rail.packets)),
        rail.errors !== null &&
          h(
            'text',
            { key: 'errors', x, y: 74, class: wrong ? 'tiny bad' : 'tiny faded' },
            `${wrong ? '✕ ' : ''}${count(rail.errors)} errors`,
          ),
      );
    }),
  );
}

/** "RX port - RX packets = RX queue errors  0 ✓", one chip each. */
export function identityChips(model, node) {
  const list = identities(model);
  return (
    list.length > 0 &&
    h(
      'ul',
      { class: 'chips', 'aria-label': 'Identities between the counters', key: 'identities' },
      list.map((identity) =>
        h(
          'li',
          { key: `${identity.vif.id}${identity.text}`, class: identity.holds ? 'chip-holds' : 'chip-broken' },
          h('span', { class: 'quiet' }, `${identity.vif.name}: `),
          identity.text.replaceAll(' - ', ' − '),
          h(
            'strong',
            null,
            identity.holds
              ? ` ${count(identity.right)} ✓`
              : ` ✕ ${count(identity.left)} against ${count(identity.right)}`,
          ),
          identity.holds &&
            identity.skew !== 0 &&
            h('span', { class: 'quiet' }, ` ±${count(Math.abs(identity.skew))} between two readings`),
          copyButton(commands.vif(node, identity.vif), ''),
        ),
      ),
    )
  );
}
