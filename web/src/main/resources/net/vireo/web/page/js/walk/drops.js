// SPDX-License-Identifier: Apache-2.0
/** The last twenty dropped packets, each with its reason; a click asks the trace for the same packet's walk. */
import { call, listIn, path } from '../api.js';
import { commands } from '../commands.js';
import { copyButton } from '../copy.js';
import { h } from '../dom.js';

const EVERY_MS = 2000;
const SHOWN = 20;
const FLOW = /(\d+\.\d+\.\d+\.\d+)(?:[.:](\d+))? > (\d+\.\d+\.\d+\.\d+)(?:[.:](\d+))?/;

/** The question that would send the same packet again, or null when its text does not say enough. */
export function questionFrom(drop) {
  const text = drop.flow ?? drop.packet ?? '';
  const found = FLOW.exec(text);
  const vif = drop.vifName ?? (typeof drop.vif === 'object' ? drop.vif?.name : drop.vif);
  const proto = /\b(icmp|udp|tcp)\b/i.exec(text)?.[1].toLowerCase();
  if (!found || !proto || vif === null || vif === undefined) {
    return null;
  }
  return { from: String(vif), to: found[3], proto, port: found[4] ?? '' };
}

export class DropList {
  #changed;
  #node = '';
  #askedMs = -Infinity;

  constructor(changed) {
    this.#changed = changed;
    this.drops = null;
    this.problem = '';
  }

  refresh(node) {
    if (node !== this.#node) {
      this.#node = node;
      this.#askedMs = -Infinity;
      this.drops = null;
    }
    if (performance.now() - this.#askedMs > EVERY_MS) {
      this.#askedMs = performance.now();
      this.#ask(node);
    }
  }

  async #ask(node) {
    try {
      const drops = listIn(await call(path.node(node, `drops?last=${SHOWN}`)), 'drops');
      if (node === this.#node) {
        this.drops = drops;
        this.problem = '';
      }
    } catch (failure) {
      this.problem = failure.message;
    }
    this.#changed();
  }

  view(app, vifs) {
    const drops = this.drops ?? [];
    return h(
      'section',
      { class: 'drops', key: 'drops', 'aria-label': 'Last drops' },
      h('h2', null, `Last ${SHOWN} drops`),
      this.problem && h('p', { class: 'bad' }, this.problem),
      this.drops === null && !this.problem && h('p', { class: 'quiet' }, 'looking ..'),
      this.drops !== null && drops.length === 0 && h('p', { class: 'good' }, '✓ nothing was dropped'),
      h(
        'ol',
        null,
        drops.map((drop, index) => row(app, drop, index, vifs)),
      ),
      copyButton(commands.dropLog(app.state.node)),
    );
  }
}

function row(app, drop, index, vifs) {
  const question = questionFrom(drop);
  const name = drop.vifName ?? vifs.find((vif) => vif.id === drop.vif)?.name ?? drop.vif;
  const where = [
    time(drop),
    name !== undefined && name !== null && `in on ${name}`,
    drop.lcore !== undefined && drop.lcore !== null && `lcore ${drop.lcore}`,
  ]
    .filter(Boolean)
    .join(', ');
  return h(
    'li',
    { key: `${drop.lcore}-${drop.number ?? index}` },
    h(
      'strong',
      { class: drop.loss === false ? 'quiet' : 'bad', title: drop.sentence ?? '' },
      drop.label ?? drop.reason ?? 'unknown reason',
    ),
    h('span', null, drop.flow ?? drop.packet ?? ''),
    h('span', { class: 'quiet' }, where),
    question &&
      h(
        'button',
        { type: 'button', class: 'plain', on: { click: () => app.change({ ...question, at: '' }) } },
        'walk it again',
      ),
  );
}

function time(drop) {
  const at = new Date(drop.atEpochMs ?? drop.time ?? NaN);
  return Number.isNaN(at.getTime()) ? '' : at.toLocaleTimeString();
}
