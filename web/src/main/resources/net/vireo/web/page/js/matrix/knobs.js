// SPDX-License-Identifier: Apache-2.0
/** The knobs of the deck's page 66: red text with the value; a click shows what another value would do. */
import { path, post } from '../api.js';
import { commands } from '../commands.js';
import { copyButton } from '../copy.js';
import { h } from '../dom.js';
import { preview } from './preview.js';

/** Those that change the map, first. */
const MAIN = ['load-balance', 'queue-policy', 'poll', 'lcores', 'io-lcores', 'lcore-rx-ring', 'burst'];

export class Knobs {
  #changed;

  constructor(changed) {
    this.#changed = changed;
    this.open = '';
    this.tried = '';
    this.answer = '';
    this.all = false;
  }

  /** Paths of the value that is tried now, to be drawn hollow. */
  planned(snapshot, model) {
    const knob = this.#chosen(snapshot);
    return knob && model && this.tried && this.tried !== knob.value ? preview(model, knob, this.tried).paths : [];
  }

  #chosen(snapshot) {
    return (snapshot.knobs ?? []).find((knob) => knob.name === this.open) ?? null;
  }

  view(snapshot, model) {
    const chosen = this.#chosen(snapshot);
    const knobs = snapshot.knobs ?? [];
    const shown = knobs.filter((knob) => this.all || MAIN.includes(knob.name) || knob.name === this.open);
    const rest =
      knobs.length > shown.length &&
      h(
        'button',
        { type: 'button', class: 'plain', on: { click: () => ((this.all = true), this.#changed()) } },
        `${knobs.length - shown.length} more`,
      );
    return h(
      'section',
      { class: 'knobs', key: 'knobs', 'aria-label': 'Knobs' },
      h('h2', null, 'Knobs'),
      h(
        'div',
        { class: 'knob-row' },
        shown.map((knob) => this.#button(knob)),
        rest,
        copyButton(commands.knobs(snapshot.node)),
      ),
      chosen && this.#editor(snapshot, model, chosen),
    );
  }

  #button(knob) {
    const open = this.open === knob.name;
    return h(
      'button',
      {
        type: 'button',
        class: 'knob',
        key: knob.name,
        'aria-expanded': String(open),
        on: { click: () => this.#toggle(knob) },
      },
      h('span', null, knob.name),
      h('strong', null, String(knob.value)),
    );
  }

  #toggle(knob) {
    this.open = this.open === knob.name ? '' : knob.name;
    this.tried = '';
    this.answer = '';
    this.#changed();
  }

  #editor(snapshot, model, knob) {
    const other = this.tried && this.tried !== String(knob.value);
    const choose = (value) => {
      this.tried = value;
      this.answer = '';
      this.#changed();
    };
    return h(
      'div',
      { class: 'knob-editor', key: 'editor' },
      h(
        'div',
        { class: 'segments', role: 'radiogroup', 'aria-label': knob.name },
        (knob.choices ?? []).map((value) =>
          h(
            'button',
            {
              type: 'button',
              key: value,
              role: 'radio',
              'aria-checked': String((this.tried || String(knob.value)) === String(value)),
              on: { click: () => choose(String(value)) },
            },
            String(value),
          ),
        ),
      ),
      h(
        'p',
        null,
        other && model
          ? `${preview(model, knob, this.tried).sentence} (hollow lines: forecast)`
          : (knob.choices ?? []).length > 0
            ? `${knob.name} is ${knob.value}. Choose a value to see what it would do.`
            : `${knob.name} is ${knob.value}.`,
      ),
      !knob.live && h('p', { class: 'quiet' }, 'It is an option of the data plane’s start.'),
      other &&
        knob.live &&
        h(
          'button',
          { type: 'button', class: 'primary', on: { click: () => this.#apply(snapshot.node, knob) } },
          `Set ${knob.name} to ${this.tried}`,
        ),
      knob.command && copyButton(other ? withValue(knob, this.tried) : knob.command),
      this.answer && h('p', { role: 'status', class: 'answer' }, this.answer),
    );
  }

  async #apply(node, knob) {
    this.answer = `setting ${knob.name} ..`;
    this.#changed();
    try {
      const result = await post(path.node(node, `knobs/${encodeURIComponent(knob.name)}`), { value: this.tried });
      this.answer = result.output || (result.ok ? `${knob.name} is set` : 'it was refused');
    } catch (failure) {
      this.answer = failure.message;
    }
    this.#changed();
  }
}

/** The knob's command with another value where the present one stands. */
export function withValue(knob, value) {
  const command = String(knob.command);
  const at = command.lastIndexOf(String(knob.value));
  return at < 0 ? command : command.slice(0, at) + value + command.slice(at + String(knob.value).length);
}
