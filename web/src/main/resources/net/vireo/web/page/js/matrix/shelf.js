// SPDX-License-Identifier: Apache-2.0
/** The fault shelf: what the kept lab behind this console can plant, one at a time, and lift again. */
import { call, listIn, path, post } from '../api.js';
import { commands } from '../commands.js';
import { copyButton } from '../copy.js';
import { h } from '../dom.js';
import { table } from '../table.js';

const EVERY_MS = 5000;
const WHILE_BUSY_MS = 1000;
const BUSY = ['planting', 'lifting'];

export class Shelf {
  #changed;
  #askedMs = -Infinity;
  #asking = false;

  constructor(changed) {
    this.#changed = changed;
    this.faults = [];
    this.why = '';
    this.problem = '';
    this.said = '';
  }

  /** Asks again when the last answer is old; called at every drawing. */
  refresh() {
    const every = this.faults.some((fault) => BUSY.includes(fault.state)) ? WHILE_BUSY_MS : EVERY_MS;
    if (!this.#asking && performance.now() - this.#askedMs > every) {
      this.#ask(() => call(path.faults()));
    }
  }

  /** Whether there is a shelf at all. */
  isThere() {
    return this.faults.length > 0 || this.problem !== '';
  }

  async #ask(question) {
    this.#asking = true;
    try {
      const answer = await question();
      this.faults = listIn(answer, 'faults');
      this.why = answer?.why ?? '';
      this.problem = '';
    } catch (failure) {
      this.problem = failure.message;
    }
    this.#asking = false;
    this.#askedMs = performance.now();
    this.#changed();
  }

  #change(fault, wish) {
    this.said = `${wish === 'plant' ? 'planting' : 'lifting'} ${fault.title ?? fault.name} ..`;
    fault.state = wish === 'plant' ? 'planting' : 'lifting';
    this.#ask(() => post(path.fault(fault.name, wish)));
    this.#changed();
  }

  /** @param show called with a node and an interface's name: the matrix of that one */
  view(show, asTable) {
    if (!this.isThere()) {
      return null;
    }
    return h(
      'section',
      { class: 'shelf', key: 'shelf', 'aria-label': 'Fault shelf' },
      h('h2', null, 'Fault shelf'),
      this.problem && h('p', { class: 'bad', role: 'status' }, this.problem),
      h('p', { class: 'off-screen', role: 'status' }, this.said),
      asTable ? this.#table() : null,
      this.faults.map((fault) => this.#card(fault, show, asTable)),
    );
  }

  #card(fault, show, brief) {
    const busy = BUSY.includes(fault.state);
    const planted = fault.state === 'planted';
    const wish = planted ? 'lift' : 'plant';
    return h(
      'article',
      { class: `card fault ${fault.state}`, key: fault.name, 'data-fault': fault.name, 'data-state': fault.state },
      h('h3', null, fault.page ? h('span', { class: 'page-mark' }, `p${fault.page}`) : null, ` ${fault.title ?? fault.name}`),
      brief ? null : h('p', null, fault.what ?? ''),
      fault.state === 'failed' && fault.message && h('p', { class: 'bad' }, fault.message),
      h(
        'div',
        { class: 'card-actions' },
        h('span', { class: `fault-state ${fault.state}` }, fault.state),
        h(
          'button',
          {
            type: 'button',
            class: planted ? 'plain' : 'primary',
            disabled: busy,
            on: { click: () => this.#change(fault, wish) },
          },
          busy ? `${fault.state} ..` : planted ? 'Lift' : 'Plant',
        ),
        planted &&
          fault.node &&
          h(
            'button',
            { type: 'button', class: 'plain', on: { click: () => show(fault.node, fault.vif ?? '') } },
            `Show ${fault.node}`,
          ),
        copyButton(commands.fault(wish, fault), 'copy'),
      ),
      planted && fault.mend && h('p', { class: 'fix' }, `mend: ${fault.mend}`),
    );
  }

  #table() {
    return table(
      'Faults',
      [
        { name: 'fault', value: (fault) => fault.title ?? fault.name },
        { name: 'state', value: (fault) => fault.state },
        { name: 'page', value: (fault) => String(fault.page ?? ''), number: true },
        { name: 'node', value: (fault) => fault.node ?? '' },
        { name: 'what', value: (fault) => fault.what ?? '' },
      ],
      this.faults,
    );
  }
}
