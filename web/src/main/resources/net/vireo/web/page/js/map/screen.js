// SPDX-License-Identifier: Apache-2.0
/** The map's screen: all nodes, and the interfaces of the one that is opened. */
import { commands } from '../commands.js';
import { PictureContext } from '../context.js';
import { detailPanel } from '../detail.js';
import { h } from '../dom.js';
import { rate } from '../format.js';
import { Others } from '../others.js';
import { table } from '../table.js';
import { pair, systemCalls } from './attachment.js';
import { insideNode } from './inside.js';
import { overlay } from './model.js';
import { mapPicture } from './view.js';

export class MapScreen {
  constructor(app) {
    this.app = app;
    this.context = new PictureContext(app.changed);
    this.others = new Others(app.changed);
  }

  /** @param snapshot the followed node's; the map has the other nodes even while that one does not answer */
  view(snapshot) {
    const { app } = this;
    this.others.want(
      app.nodes.filter((node) => node.alive !== false && node.name !== snapshot?.node).map((node) => node.name),
    );
    const model = overlay(
      app.nodes,
      new Map([...this.others.snapshots, ...(snapshot ? [[snapshot.node, snapshot]] : [])]),
    );
    const { open } = app.state;
    const opened = model.nodes.find((node) => node.name === open);
    return [
      app.state.at &&
        app.nodes.length > 1 &&
        h(
          'p',
          { class: 'notice', key: 'mixed' },
          `Only ${snapshot.node} is shown as it was; the other nodes are shown as they are now.`,
        ),
      app.state.form === 'table'
        ? h('div', { class: 'tables', key: 'tables' }, mapTables(model))
        : this.#picture(model, opened),
      opened?.snapshot && interfaces(opened),
    ];
  }

  #picture(model, opened) {
    const { app, context } = this;
    context.begin();
    const drawn = mapPicture(
      context,
      model,
      opened?.name,
      (node) => app.change({ open: app.state.open === node ? '' : node }),
      (node, guest) => app.change({ screen: 'matrix', node, vif: String(guest.id) }),
    );
    const inside =
      opened?.snapshot &&
      insideNode(context, opened, (guest) =>
        app.change({ screen: 'matrix', node: opened.name, vif: String(guest.id) }),
      );
    return h(
      'div',
      { key: 'picture', class: 'map' },
      drawn,
      inside && h('h2', null, `Inside ${opened.name}`),
      inside,
      detailPanel(context.detail()),
    );
  }
}

/** Zoom 1: the interfaces of a node, each with its attachment. */
function interfaces(node) {
  return h(
    'section',
    { key: 'interfaces', class: 'interfaces' },
    h('h2', null, `Interfaces of ${node.name}`),
    table(`${node.name}: interfaces`, vifColumns(), node.snapshot.vifs, commands.vifRates(node.name)),
  );
}

function words(joined) {
  return joined.page ? `${joined.words}, p${joined.page}` : joined.words;
}

function vifColumns() {
  return [
    { name: 'vif', value: (vif) => `vif0/${vif.id}` },
    { name: 'name', value: (vif) => vif.name },
    { name: 'kind', value: (vif) => vif.kind },
    { name: 'network', value: (vif) => vif.network ?? '' },
    { name: 'attached by', value: (vif) => vif.transport },
    { name: 'across', value: (vif) => vif.attachment?.across ?? '' },
    { name: 'copies', value: (vif) => vif.attachment?.copiesPerPacket ?? '', number: true },
    { name: 'calls per second', value: (vif) => Math.round(systemCalls(vif) ?? 0), number: true },
    { name: 'pair', value: (vif) => (vif.kind === 'guest' ? words(pair(vif)) : '') },
    { name: 'polled by', value: (vif) => vif.polledBy ?? '' },
    { name: 'received', value: (vif) => rate(vif.rxPps) },
    { name: 'sent', value: (vif) => rate(vif.txPps) },
    { name: 'packets in', value: (vif) => vif.rxPackets ?? 0, number: true },
    { name: 'packets out', value: (vif) => vif.txPackets ?? 0, number: true },
  ];
}

function mapTables(model) {
  const guests = model.nodes.flatMap((node) => node.guests.map((guest) => ({ node: node.name, ...guest })));
  const number = (name, value) => ({ name, value: (row) => Math.round(value(row) ?? 0), number: true });
  return [
    table(
      'Nodes',
      [
        { name: 'node', value: (node) => node.name },
        { name: 'data plane', value: (node) => (node.alive ? 'running' : 'not running') },
        number('guests', (node) => node.guests.length),
        { name: 'networks', value: (node) => node.networks.join(', ') },
      ],
      model.nodes,
      commands.status(),
    ),
    table(
      'Tunnels',
      [
        { name: 'between', value: (tube) => `${tube.one} and ${tube.other}` },
        { name: 'kind', value: (tube) => tube.kinds.join(', ') },
        number('packets per second', (tube) => tube.pps),
        number('packets', (tube) => tube.packets),
        { name: 'networks', value: (tube) => tube.networks.map((network) => network.name).join(', ') },
      ],
      model.tubes,
    ),
    table(
      'Guests',
      [
        { name: 'guest', value: (guest) => guest.name },
        { name: 'node', value: (guest) => guest.node },
        { name: 'network', value: (guest) => guest.network ?? '' },
        { name: 'addresses', value: (guest) => (guest.addresses ?? []).join(', ') },
        { name: 'attached by', value: (guest) => guest.transport },
        number('packets per second', (guest) => (guest.rxPps ?? 0) + (guest.txPps ?? 0)),
      ],
      guests,
    ),
  ];
}
