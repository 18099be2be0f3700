// SPDX-License-Identifier: Apache-2.0
/** Zoom 1, one node opened: guests, the networks they are in, and what leads out of the node. */
import { commands } from '../commands.js';
import { h } from '../dom.js';
import { count, rate } from '../format.js';
import { networkClass } from '../networks.js';
import { clip, curve, item, picture } from '../picture.js';
import { dots, most, opacity, sum, width } from '../shares.js';
import { notifications, pair, systemCalls } from './attachment.js';

const ROW = 64;
const TOP = 50;
const GUEST = { x: 20, width: 210, height: 48 };
const NETWORK = { x: 400, width: 150, height: 84 };
const EXIT = { x: 730, width: 220, height: 58 };

/** Centres of `count` things that share a height. Pure. */
export function spread(number, height) {
  return Array.from({ length: number }, (_, index) => TOP + (height * (index + 0.5)) / Math.max(1, number));
}

/** @param openGuest called with the vif whose core matrix is wished */
export function insideNode(context, node, openGuest) {
  const exits = node.snapshot.vifs.filter((vif) => vif.kind !== 'guest');
  const height = Math.max(node.guests.length * ROW, node.networks.length * 110, exits.length * 78, 160);
  const guestY = spread(node.guests.length, height);
  const networkY = new Map(spread(node.networks.length, height).map((y, index) => [node.networks[index], y]));
  const exitY = new Map(spread(exits.length, height).map((y, index) => [exits[index].id, y]));
  const fabric = exits.find((vif) => vif.kind === 'fabric');
  const host = exits.find((vif) => vif.kind === 'host');
  const traffic = (vif) => (vif.rxPps ?? 0) + (vif.txPps ?? 0);
  const busiest = most(node.snapshot.vifs, traffic);
  const line = (key, from, to, pps, kind) => strand(key, from, to, pps, busiest, kind);
  const join = (guest, index) =>
    networkY.has(guest.network) &&
    line(
      `g${guest.id}`,
      [GUEST.x + GUEST.width, guestY[index]],
      [NETWORK.x, networkY.get(guest.network)],
      traffic(guest),
      networkClass(guest.network),
    );
  const leave = (name) =>
    fabric &&
    line(
      `n${name}`,
      [NETWORK.x + NETWORK.width, networkY.get(name)],
      [EXIT.x, exitY.get(fabric.id)],
      sent(node, name).pps,
      networkClass(name),
    );
  return picture(
    `Interfaces of ${node.name}`,
    { width: EXIT.x + EXIT.width + 20, height: TOP + height + 16 },
    h('g', { key: 'heads' }, [
      head('guests', GUEST),
      head('routing instances', NETWORK),
      head('fabric, host, agent', EXIT),
    ]),
    h('g', { key: 'lines' }, node.guests.map(join), node.networks.map(leave)),
    host && fabric && crossing(exitY.get(fabric.id), exitY.get(host.id), traffic(host), busiest),
    node.guests.map((guest, index) => guestItem(context, node, guest, guestY[index], () => openGuest(guest))),
    node.networks.map((name) => network(context, node, name, networkY.get(name))),
    exits.map((vif) => exit(context, node, vif, exitY.get(vif.id))),
  );
}

function head(name, column) {
  return h('text', { key: name, x: column.x + column.width / 2, y: 26, class: 'column-head' }, name);
}

function strand(key, from, to, pps, busiest, kind) {
  const d = curve(...from, ...to);
  const density = dots(pps, busiest);
  return h(
    'g',
    { key, class: `strand ${kind}`, opacity: opacity(pps, busiest) },
    h('path', { d, class: 'strand-line', 'stroke-width': width(pps) }),
    density > 0 && h('path', { d, class: `dots dots-${density}` }),
  );
}

/** The host's packets cross to the fabric through the same lcores; no network is between. */
function crossing(fabricY, hostY, pps, busiest) {
  const x = EXIT.x + EXIT.width / 2;
  const [top, bottom] = [fabricY, hostY].sort((one, other) => one - other);
  const d = `M${x} ${top + EXIT.height / 2}V${bottom - EXIT.height / 2}`;
  return h('path', { key: 'host', d, class: 'wire', 'stroke-width': width(pps), opacity: opacity(pps, busiest) });
}

/** What a network sends into tunnels, as counted; local traffic is not among it. */
function sent(node, name) {
  const tunnels = (node.snapshot.tunnels ?? []).filter((tunnel) => tunnel.network === name);
  return { pps: sum(tunnels, (tunnel) => tunnel.txPps), packets: sum(tunnels, (tunnel) => tunnel.txPackets) };
}

function guestItem(context, node, guest, y, action) {
  const pps = (guest.rxPps ?? 0) + (guest.txPps ?? 0);
  const detail = {
    title: `${guest.name}, vif0/${guest.id}`,
    lines: [
      `attached by ${guest.transport}`,
      ...attachment(guest),
      guest.polledBy ? `polled by ${guest.polledBy}` : '',
      `sent ${rate(guest.rxPps)}, received ${rate(guest.txPps)}`,
    ].filter(Boolean),
    command: commands.vif(node.name, guest),
  };
  const joined = pair(guest);
  const top = y - GUEST.height / 2;
  return item(
    context,
    `inside-guest-${guest.id}`,
    detail,
    { class: `guest ${networkClass(guest.network)} ${joined.mixed ? 'mixed' : ''}`, action },
    h('rect', { key: 'box', x: GUEST.x, y: top, width: GUEST.width, height: GUEST.height, rx: 11, class: 'guest-box' }),
    h('text', { key: 'name', x: GUEST.x + 14, y: y - 3, class: 'small strong start' }, clip(guest.name, 16)),
    h(
      'text',
      { key: 'rate', x: GUEST.x + GUEST.width - 12, y: y - 3, class: 'small end-text' },
      pps > 0.5 ? rate(pps) : 'idle',
    ),
    h(
      'text',
      { key: 'how', x: GUEST.x + 14, y: y + 14, class: 'tiny start' },
      clip(`vif0/${guest.id} · ${guest.transport}${joined.page ? ` · p${joined.page}` : ''}${joined.mixed ? ' ⚠' : ''}`, 34),
    ),
  );
}

/** The deck's column of page 25: which pair it is, what a packet crosses, how often it is copied and somebody called. */
function attachment(guest) {
  if (!guest.attachment) {
    return [];
  }
  const [calls, told] = [systemCalls(guest), notifications(guest)];
  const joined = pair(guest);
  return [
    `${joined.words}${joined.page ? `, deck p${joined.page}` : ''}${joined.mixed ? ': mixed' : ''}`,
    `across: ${guest.attachment.across}`,
    `${guest.attachment.copiesPerPacket} copy of each packet each way`,
    told === null
      ? calls === null
        ? ''
        : `${Math.round(calls)} system calls per second`
      : `${Math.round(told)} notifications per second`,
  ].filter(Boolean);
}

/** A routing instance, as the deck draws it: a cylinder. */
function network(context, node, name, y) {
  const { pps, packets } = sent(node, name);
  const guests = node.guests.filter((guest) => guest.network === name).length;
  const detail = {
    title: `network ${name} on ${node.name}`,
    lines: [`${guests} guests here`, `into tunnels: ${rate(pps)}, ${count(packets)} packets`],
    command: commands.traffic(node.name),
  };
  const { x, width: wide, height } = NETWORK;
  const top = y - height / 2;
  const body = `M${x} ${top + 12}V${top + height - 12}A${wide / 2} 12 0 0 0 ${x + wide} ${top + height - 12}V${top + 12}`;
  return item(
    context,
    `inside-network-${name}`,
    detail,
    { class: `guest ${networkClass(name)}` },
    h('path', { key: 'body', d: body, class: 'guest-box' }),
    h('ellipse', { key: 'lid', cx: x + wide / 2, cy: top + 12, rx: wide / 2, ry: 12, class: 'guest-box' }),
    h('text', { key: 'name', x: x + wide / 2, y: y + 10, class: 'box-name' }, clip(name, 14)),
    h('text', { key: 'rate', x: x + wide / 2, y: y + 28, class: 'small' }, pps > 0.5 ? `${rate(pps)} →` : 'idle'),
  );
}

function exit(context, node, vif, y) {
  const detail = {
    title: `${vif.name}, vif0/${vif.id}`,
    lines: [`attached by ${vif.transport}`, vif.polledBy ? `polled by ${vif.polledBy}` : ''].filter(Boolean),
    command: commands.vif(node.name, vif),
  };
  const kind = vif.kind === 'fabric' ? 'hardware' : 'kernel';
  const top = y - EXIT.height / 2;
  return item(
    context,
    `inside-exit-${vif.id}`,
    detail,
    { class: 'end' },
    h('rect', { key: 'box', x: EXIT.x, y: top, width: EXIT.width, height: EXIT.height, rx: 12, class: `box ${kind}` }),
    h(
      'text',
      { key: 'name', x: EXIT.x + 14, y: y - 6, class: 'small strong start' },
      `${clip(vif.name, 18)} · ${vif.kind}`,
    ),
    h('text', { key: 'how', x: EXIT.x + EXIT.width - 12, y: y - 6, class: 'tiny end-text' }, `vif0/${vif.id}`),
    h(
      'text',
      { key: 'rate', x: EXIT.x + 14, y: y + 15, class: 'small start' },
      `↓ ${rate(vif.rxPps)}   ↑ ${rate(vif.txPps)}`,
    ),
  );
}
