// SPDX-License-Identifier: Apache-2.0
/** Draws the map: the physical network, a tube of coloured strands for each tunnel, nodes with their guests. */
import { commands } from '../commands.js';
import { h } from '../dom.js';
import { count, rate } from '../format.js';
import { networkClass } from '../networks.js';
import { clip, item, picture } from '../picture.js';
import { dots, most, width } from '../shares.js';
import { GUEST, layout, strand } from './layout.js';

const STRAND = 11;

/** @param openNode called with a node's name, @param openGuest with node and vif */
export function mapPicture(context, model, chosen, openNode, openGuest) {
  const place = layout(model);
  const scene = { context, model, place, chosen, openNode, openGuest };
  return picture(
    'Nodes and tunnels',
    place,
    h(
      'g',
      { key: 'band' },
      h('rect', {
        x: 12,
        y: place.band.y,
        width: place.width - 24,
        height: place.band.height,
        rx: 22,
        class: 'underlay',
      }),
      h('text', { x: 30, y: place.band.y + 20, class: 'lane-name' }, 'physical network'),
    ),
    h(
      'g',
      { key: 'tubes' },
      model.tubes.map((tube, index) => tubeOf(scene, tube, index)),
    ),
    h(
      'g',
      { key: 'foreign' },
      [...place.foreign].map(([name, at]) => stranger(scene, name, at)),
    ),
    h(
      'g',
      { key: 'nodes' },
      model.nodes.map((node) => nodeOf(scene, node)),
    ),
  );
}

function tubeOf({ context, model, place }, tube, index) {
  const lift = (index - (model.tubes.length - 1) / 2) * 22 + 6;
  const strands = tube.networks.length || 1;
  const busiest = most(tube.networks, (network) => network.pps);
  const hull = strand(place, tube, 0, lift);
  const detail = {
    title: `${tube.kinds.join(' and ')} between ${tube.one} and ${tube.other}`,
    lines: [
      `${rate(tube.pps)}, ${count(tube.packets)} packets, both ways`,
      ...tube.ends.map((end) => `${end.name}: sent ${rate(end.txPps)}, received ${rate(end.rxPps)}`),
      ...tube.networks.map((network) => `${network.name}: ${rate(network.pps)}`),
    ],
    command: commands.nexthops(tube.ends[0].name),
  };
  const [first, last] = [tube.one, tube.other]
    .map((name) => place.nodes.get(name) ?? place.foreign.get(name))
    .sort((one, other) => one.x - other.x);
  const middle = (first.x + first.width / 2 + last.x + last.width / 2) / 2;
  return item(
    context,
    `tube-${tube.key}`,
    detail,
    { class: 'tube', 'data-pps': Math.round(tube.pps) },
    h('path', { key: 'hull', d: hull, class: 'tube-hull', 'stroke-width': strands * STRAND + 12 }),
    tube.networks.map((network, at) => {
      const shift = (at - (strands - 1) / 2) * STRAND;
      const d = strand(place, tube, shift, lift + shift);
      const density = dots(network.pps, busiest);
      return h(
        'g',
        { key: network.name, class: `strand ${networkClass(network.name)}`, opacity: density > 0 ? 1 : 0.4 },
        h('path', { d, class: 'strand-line', 'stroke-width': Math.max(2, Math.min(8, width(network.pps))) }),
        density > 0 && h('path', { d, class: `dots dots-${density}` }),
      );
    }),
    h(
      'text',
      {
        key: 'rate',
        x: middle,
        y: place.band.y + place.band.height / 2 + lift - strands * STRAND * 0.5 - 11,
        class: 'figure',
      },
      `${tube.kinds.join(', ')} · ${rate(tube.pps)}`,
    ),
  );
}

function stranger({ context }, name, at) {
  return item(
    context,
    `foreign-${name}`,
    { title: `${name}, a peer that is no node of this machine`, lines: [], command: commands.status() },
    { class: 'end' },
    h('rect', { key: 'box', ...at, rx: 10, class: 'box hardware' }),
    h('text', { key: 'name', x: at.x + at.width / 2, y: at.y + 25, class: 'small strong' }, clip(name, 20)),
  );
}

function nodeOf(scene, node) {
  const { context, place, chosen, openNode } = scene;
  const { x, y, width: wide, height } = place.nodes.get(node.name);
  const fabric = node.snapshot?.vifs.find((vif) => vif.kind === 'fabric');
  const detail = {
    title: node.name,
    lines: [
      node.alive ? `${node.guests.length} guests in ${node.networks.length} networks` : 'its data plane is not running',
      node.trouble,
      fabric ? `fabric: received ${rate(fabric.rxPps)}, sent ${rate(fabric.txPps)}` : '',
      'Enter or click: its interfaces',
    ].filter(Boolean),
    command: commands.traffic(node.name),
  };
  return h(
    'g',
    { key: node.name },
    item(
      context,
      `node-${node.name}`,
      detail,
      {
        class: `node-box ${node.alive && node.snapshot ? '' : 'silent'} ${chosen === node.name ? 'is-chosen' : ''}`,
        action: () => openNode(node.name),
      },
      h('rect', { key: 'box', x, y, width: wide, height, rx: 16, class: 'band vrouter' }),
      h('text', { key: 'name', x: x + 20, y: y + 28, class: 'box-name start' }, node.name),
      h(
        'text',
        { key: 'rate', x: x + wide - 20, y: y + 27, class: 'small end-text' },
        node.snapshot
          ? fabric
            ? `↓ ${rate(fabric.rxPps)}  ↑ ${rate(fabric.txPps)}`
            : ''
          : node.alive
            ? 'no numbers yet'
            : '✕ not running',
      ),
    ),
    node.guests.map((guest) => guestOf(scene, node, guest)),
  );
}

function guestOf({ context, place, openGuest }, node, guest) {
  const { x, y } = place.nodes.get(node.name).guests.get(guest.id);
  const pps = (guest.rxPps ?? 0) + (guest.txPps ?? 0);
  const detail = {
    title: `${guest.name} on ${node.name}`,
    lines: [
      guest.network ? `network ${guest.network}` : '',
      (guest.addresses ?? []).join(', '),
      `attached by ${guest.transport}${guest.polledBy ? `, polled by ${guest.polledBy}` : ''}`,
      `sent ${rate(guest.rxPps)}, received ${rate(guest.txPps)}`,
      'Enter or click: its core matrix',
    ].filter(Boolean),
    command: commands.vif(node.name, guest),
  };
  return item(
    context,
    `guest-${node.name}-${guest.id}`,
    detail,
    {
      class: `guest ${networkClass(guest.network)}`,
      action: () => openGuest(node.name, guest),
      'data-pps': Math.round(pps),
    },
    h('rect', { key: 'box', x, y, width: GUEST.width, height: GUEST.height, rx: 11, class: 'guest-box' }),
    h('rect', { key: 'edge', x, y: y + 9, width: 5, height: GUEST.height - 18, rx: 2.5, class: 'guest-edge' }),
    h('text', { key: 'name', x: x + 15, y: y + 21, class: 'small strong start' }, clip(guest.name, 14)),
    h(
      'text',
      { key: 'rate', x: x + GUEST.width - 11, y: y + 21, class: 'small end-text' },
      pps > 0.5 ? rate(pps) : 'idle',
    ),
    h(
      'text',
      { key: 'more', x: x + 15, y: y + 39, class: 'tiny start' },
      clip([guest.network, guest.addresses?.[0], guest.transport].filter(Boolean).join(' · '), 33),
    ),
  );
}
