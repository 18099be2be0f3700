// SPDX-License-Identifier: Apache-2.0
/** The core matrix as tables, with every digit. The rows are those of the picture, from the same model. */
import { commands } from '../commands.js';
import { table } from '../table.js';
import { duty } from './glyphs.js';
import { identities, rails } from './rails.js';

const number = (name, value) => ({ name, value: (row) => known(value(row)), number: true });
const text = (name, value) => ({ name, value });

export function matrixTables(model, snapshot) {
  const { node } = snapshot;
  return [
    table(
      'Counter rails, in the order of the packet’s way',
      [
        text('rail', (rail) => rail.name),
        text('of', (rail) => rail.of.name),
        number('packets per second', (rail) => rail.pps),
        number('packets', (rail) => rail.packets),
        text('errors', (rail) => (rail.errors === null ? '' : rail.errors)),
      ],
      rails(model),
      commands.vif(node, model.from),
    ),
    table(
      'Identities',
      [
        text('identity', (identity) => identity.text),
        text('of', (identity) => identity.vif.name),
        number('left', (identity) => identity.left),
        number('right', (identity) => identity.right),
        text('holds', (identity) => (identity.holds ? 'yes' : 'NO')),
      ],
      identities(model),
      commands.vif(node, model.to),
    ),
    table(`RX queues of ${model.from.name}`, ringColumns('polled by lcore'), model.inRings, commands.queues(node)),
    table(
      'Lcores that poll',
      [
        number('lcore', (lcore) => lcore.number),
        text('role', (lcore) => lcore.role),
        text('CPU', (lcore) => (Number.isInteger(lcore.cpu) ? lcore.cpu : '')),
        number('polled per second', (lcore) => model.polled.get(lcore.number)),
        text('time', duty),
      ],
      model.pollers,
      commands.traffic(node),
    ),
    table(
      'Handed over between lcores',
      [
        number('from lcore', (handover) => handover.fromLcore),
        number('to lcore', (handover) => handover.toLcore),
        number('packets per second', (handover) => handover.pps),
        number('packets', (handover) => handover.packets),
        number('lost', (handover) => handover.drops),
      ],
      model.handovers,
      commands.traffic(node),
    ),
    table(
      'Lcores that process',
      [
        number('lcore', (lcore) => lcore.number),
        number('of this direction per second', (lcore) => model.processed.get(lcore.number)),
        number('in all per second', (lcore) => lcore.pps),
        number('packets', (lcore) => lcore.packets),
        text('packets per burst', (lcore) => (lcore.packetsPerBurst ?? 0).toFixed(1)),
        text('time', duty),
      ],
      model.processors,
      commands.traffic(node),
    ),
    table(`TX queues of ${model.to.name}`, ringColumns('written by lcore'), model.outRings, commands.queues(node)),
    table(
      'Drops',
      [
        text('reason', (drop) => drop.reason),
        text('means', (drop) => (drop.loss === false ? `${drop.sentence} No loss.` : drop.sentence)),
        number('packets per second', (drop) => drop.pps),
        number('packets', (drop) => drop.packets),
      ],
      (snapshot.drops ?? []).filter((drop) => drop.packets > 0),
      commands.drops(node),
    ),
    table(
      'RSS table',
      [number('queue', (row) => row.queue), number('entries', (row) => row.entries)],
      rssRows(snapshot.rss),
      commands.rss(node),
    ),
  ];
}

/** Whole numbers; what nobody counts is no 0. */
function known(value) {
  return value === null || value === undefined ? '–' : Math.round(value);
}

function ringColumns(by) {
  return [
    number('queue', (ring) => ring.queue),
    text(by, (ring) => (ring.served ? ring.lcores.map((one) => one.lcore).join(', ') : 'nobody')),
    text('why', (ring) => ring.reason),
    number('packets per second', (ring) => ring.pps),
    number('packets', (ring) => ring.packets),
    number('lost', (ring) =>
      ring.lost === null && ring.errors === null ? null : (ring.lost ?? 0) + (ring.errors ?? 0),
    ),
  ];
}

function rssRows(rss) {
  const entries = new Map();
  for (const queue of rss?.queueOfEntry ?? []) {
    entries.set(queue, (entries.get(queue) ?? 0) + 1);
  }
  return [...entries].sort(([one], [other]) => one - other).map(([queue, number]) => ({ queue, entries: number }));
}
