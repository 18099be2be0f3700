// SPDX-License-Identifier: Apache-2.0
/** The ring microscope: real indices of one ring, its hands moving, its descriptors where they can be read. */
import { call, listIn, path } from '../api.js';
import { commands } from '../commands.js';
import { copyButton } from '../copy.js';
import { h } from '../dom.js';
import { count } from '../format.js';
import { table } from '../table.js';
import { clock, distance } from './clock.js';

/** Five looks a second, less what a look takes. */
const EVERY_MS = 200;
const AFTER_PROBLEM_MS = 2000;
const NOT_FOUND = 404;

export class Microscope {
  #changed;
  #timer = 0;

  constructor(changed) {
    this.#changed = changed;
    this.target = null;
  }

  open(node, vif, queue, direction) {
    this.target = { node, vif, queue, direction };
    this.ring = null;
    this.problem = '';
    this.#look(this.target);
    this.#changed();
  }

  close() {
    clearTimeout(this.#timer);
    this.target = null;
    this.#changed();
  }

  async #look(target) {
    let again = EVERY_MS;
    try {
      const ring = await call(path.ring(target.node, target.vif.id, target.queue.queue, target.direction));
      if (target === this.target) {
        this.ring = ring;
        this.problem = '';
      }
    } catch (failure) {
      again = AFTER_PROBLEM_MS;
      if (target === this.target) {
        this.problem =
          failure.status === NOT_FOUND
            ? 'This console cannot look into rings. The command does.'
            : failure.message;
      }
    }
    if (target === this.target) {
      this.#changed();
      this.#timer = setTimeout(() => this.#look(target), again);
    }
  }

  view() {
    const { target } = this;
    if (!target) {
      return null;
    }
    const name = `${target.direction === 'rx' ? 'RX' : 'TX'} queue ${target.queue.queue} of ${target.vif.name}`;
    return h(
      'dialog',
      {
        class: 'microscope',
        key: 'microscope',
        'aria-label': `Ring microscope: ${name}`,
        made: (dialog) => dialog.showModal(),
        on: {
          close: () => this.close(),
          click: (event) => event.target.localName === 'dialog' && event.target.close(),
        },
      },
      h(
        'div',
        { class: 'microscope-inside' },
        h(
          'header',
          null,
          h('h2', null, name),
          h(
            'button',
            { type: 'button', class: 'plain', 'aria-label': 'Close', on: { click: () => this.close() } },
            '✕',
          ),
        ),
        h('p', { class: 'quiet' }, target.queue.reason ?? ''),
        this.problem && h('p', { class: 'bad', role: 'status' }, this.problem),
        this.ring ? inside(this.ring) : !this.problem && h('p', { class: 'quiet' }, 'looking ..'),
        copyButton(commands.ring(target.node, target.vif, target.queue, target.direction)),
      ),
    );
  }
}

/** What is told in words above the numbers, or drawn. */
const TOLD = ['trouble', 'descriptors', 'vif', 'queue', 'side'];

function inside(ring) {
  const hands = handsOf(ring);
  const rows = listIn(ring.descriptors ?? ring.rows, 'rows');
  const known = Object.entries(ring).filter(
    ([name, value]) => !TOLD.includes(name) && ['number', 'string', 'boolean'].includes(typeof value),
  );
  if (ring.kind === '') {
    return [
      ring.trouble && h('p', { class: 'bad', key: 'trouble' }, ring.trouble),
      h('p', { class: 'quiet', key: 'none' }, 'The guest runs no such ring now.'),
    ];
  }
  return [
    ring.trouble && h('p', { class: 'bad', key: 'trouble' }, `The ring is broken: ${ring.trouble}.`),
    h(
      'div',
      { class: 'microscope-split', key: 'split' },
      hands.length > 0 && ring.size > 0 && clock(ring.size, hands),
      table(
        'Indices, as read',
        [
          { name: 'field', value: (row) => row[0] },
          { name: 'value', value: (row) => (typeof row[1] === 'boolean' ? String(row[1]) : row[1]), number: true },
        ],
        known,
      ),
    ),
    Number.isFinite(ring.waiting) && ring.size > 0 && bufferBar(ring.waiting, ring.size),
    hands.length === 2 &&
      h(
        'p',
        { key: 'sum' },
        `${hands[0].name} − ${hands[1].name} = ${count(distance(hands[1].index, hands[0].index))}: what the one side has put in and the other has not given back yet.`,
      ),
    rows.length > 0
      ? table(
          'Descriptors',
          Object.keys(rows[0]).map((name) => ({
            name,
            value: (row) => (name === 'waiting' ? (row.waiting ? '▶ waits' : '') : String(row[name] ?? '')),
            number: !['flags', 'waiting'].includes(name),
          })),
          rows,
        )
      : h('p', { class: 'quiet', key: 'none' }, ring.note ?? 'The descriptors of this ring were not told.'),
  ];
}

/** How full the ring is of buffers that nobody has taken. */
function bufferBar(waiting, size) {
  return h(
    'label',
    { class: 'buffer-bar', key: 'bar' },
    `${count(waiting)} of ${count(size)} buffers wait`,
    h('meter', { min: 0, max: size, value: Math.min(waiting, size) }),
  );
}

/** The pairs of hands that a ring may have: virtio's, and a network card's head and tail. */
export function handsOf(ring) {
  const pair = [
    ['avail', 'used'],
    ['producer', 'consumer'],
    ['tail', 'head'],
    ['tdt', 'tdh'],
    ['rdt', 'rdh'],
  ].find(([first, second]) => Number.isFinite(ring[first]) && Number.isFinite(ring[second]));
  return pair
    ? [
        { name: pair[0], index: ring[pair[0]], kind: 'avail' },
        { name: pair[1], index: ring[pair[1]], kind: 'used' },
      ]
    : [];
}
