// SPDX-License-Identifier: Apache-2.0
/** The doctor's cards: cause, what it costs now, the mend by a click, and the ratio before and after. */
import { call, listIn, path, post } from '../api.js';
import { commands } from '../commands.js';
import { copyButton } from '../copy.js';
import { h } from '../dom.js';
import { rate, ratio } from '../format.js';

const EVERY_MS = 5000;

export class Doctor {
  #changed;
  #node = '';
  #askedMs = -Infinity;

  constructor(changed) {
    this.#changed = changed;
    this.#reset('');
  }

  #reset(node) {
    this.#node = node;
    this.#askedMs = -Infinity;
    this.findings = null;
    this.problem = '';
    this.fixes = new Map();
  }

  /** Asks again when the last answer is old; called at every drawing while the cards are seen. */
  refresh(node) {
    if (node !== this.#node) {
      this.#reset(node);
    }
    if (node && performance.now() - this.#askedMs > EVERY_MS) {
      this.#askedMs = performance.now();
      this.#ask(node);
    }
  }

  async #ask(node) {
    let findings = null;
    let problem = '';
    try {
      findings = listIn(await call(path.node(node, 'doctor')), 'findings');
    } catch (failure) {
      problem = failure.message;
    }
    if (node === this.#node) {
      this.findings = findings ?? this.findings;
      this.problem = problem;
      this.#askedMs = performance.now();
      this.#changed();
    }
  }

  /** Whether there is something that deserves a column of its own. */
  hasCards() {
    return (this.findings ?? []).length > 0 || this.fixes.size > 0;
  }

  view(node) {
    const findings = this.findings ?? [];
    return h(
      'section',
      { class: 'doctor', key: 'doctor', 'aria-label': 'Doctor' },
      h('h2', null, 'Doctor ', findings.length > 0 && h('span', { class: 'tally' }, `${findings.length}`)),
      this.problem && h('p', { class: 'bad', role: 'status' }, this.problem),
      this.findings === null && !this.problem && h('p', { class: 'quiet' }, 'looking ..'),
      this.findings !== null && findings.length === 0 && h('p', { class: 'good' }, '✓ no known fault'),
      findings.map((finding) => this.#card(finding)),
      this.#lastFixes(findings),
      copyButton(commands.doctor(node)),
    );
  }

  #card(finding) {
    const fix = this.fixes.get(finding.id);
    return h(
      'article',
      { class: `card ${finding.severity === 'note' ? 'note' : ''}`, key: `f${finding.id}`, 'data-finding': finding.id },
      h('h3', null, finding.title ?? finding.id),
      h('p', null, finding.cause),
      h('dl', null, pair('measured', finding.measured), pair('costs now', finding.cost)),
      h('p', { class: 'fix' }, finding.fix?.text ?? finding.fix?.command ?? ''),
      finding.fix?.why &&
        h('p', { class: 'quiet' }, `${finding.fix.applicable ? '' : 'Not by a click: '}${finding.fix.why}.`),
      h(
        'div',
        { class: 'card-actions' },
        finding.fix?.applicable &&
          h(
            'button',
            {
              type: 'button',
              class: 'primary',
              disabled: fix?.running === true,
              on: { click: () => this.#fix(finding) },
            },
            fix?.running ? 'Fixing ..' : 'Fix it',
          ),
        finding.fix?.command && copyButton(finding.fix.command, 'copy'),
      ),
      fix && !fix.running && outcome(fix),
    );
  }

  /** A fault that is gone after its mend leaves its ratio behind. */
  #lastFixes(findings) {
    return [...this.fixes]
      .filter(([id, fix]) => !fix.running && !findings.some((finding) => finding.id === id))
      .map(([id, fix]) =>
        h('article', { class: 'card mended', key: `m${id}` }, h('h3', null, `✓ ${fix.title}`), outcome(fix)),
      );
  }

  async #fix(finding) {
    const node = this.#node;
    const title = finding.title ?? finding.id;
    this.fixes.set(finding.id, { running: true, title });
    this.#changed();
    try {
      const answer = await post(path.node(node, `fix/${encodeURIComponent(finding.id)}`));
      this.fixes.set(finding.id, { ...answer, title });
    } catch (failure) {
      this.fixes.set(finding.id, { ok: false, output: failure.message, title });
    }
    this.#askedMs = -Infinity;
    this.#changed();
  }
}

function pair(name, value) {
  const text =
    value !== null && typeof value === 'object'
      ? Object.entries(value)
          .map(([key, part]) => `${key} ${part}`)
          .join(', ')
      : value;
  return text !== undefined && text !== null && text !== '' && [h('dt', null, name), h('dd', null, String(text))];
}

/** What came of a mend: the number it rested on, and how much the node does since. */
function outcome(fix) {
  const times =
    fix.ratio > 0 ? `×${Number(fix.ratio).toFixed(2)}` : ratio(fix.packetsPerSecondBefore, fix.packetsPerSecondAfter);
  const measured = Number.isFinite(fix.packetsPerSecondBefore) && Number.isFinite(fix.packetsPerSecondAfter);
  return h(
    'div',
    { class: fix.ok ? 'outcome good' : 'outcome bad', role: 'status' },
    fix.output && h('p', null, String(fix.output)),
    fix.before && h('p', null, `before: ${fix.before}; after: ${fix.after}`),
    measured &&
      h(
        'p',
        null,
        `${rate(fix.packetsPerSecondBefore)} before, ${rate(fix.packetsPerSecondAfter)} after`,
        times && h('strong', { class: 'times' }, ` ${times}`),
      ),
  );
}
