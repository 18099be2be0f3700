// SPDX-License-Identifier: Apache-2.0
/** The core matrix's screen: choice of vif and direction, picture or tables, knobs, doctor. */
import { commands } from '../commands.js';
import { PictureContext } from '../context.js';
import { copyButton } from '../copy.js';
import { detailPanel } from '../detail.js';
import { h } from '../dom.js';
import { Doctor } from './doctor.js';
import { Knobs } from './knobs.js';
import { Microscope } from './microscope.js';
import { busierDirection, chosenVif, matrix, PHYSICAL_TO_VIRTUAL, VIRTUAL_TO_PHYSICAL } from './model.js';
import { identityChips } from './railview.js';
import { Shelf } from './shelf.js';
import { matrixTables } from './tables.js';
import { matrixPicture } from './view.js';

export class MatrixScreen {
  /** @param app has `state`, `change(state)` and `changed()` */
  constructor(app) {
    this.app = app;
    this.context = new PictureContext(app.changed);
    this.vif = '';
    this.direction = PHYSICAL_TO_VIRTUAL;
    this.knobs = new Knobs(app.changed);
    this.doctor = new Doctor(app.changed);
    this.microscope = new Microscope(app.changed);
    this.shelf = new Shelf(app.changed);
  }

  /** Another node's matrix. */
  #show = (node) => this.app.change({ screen: 'matrix', node, vif: '', at: '' });

  view(snapshot) {
    const { state } = this.app;
    const model = this.#model(snapshot, state);
    this.doctor.refresh(snapshot.node);
    this.shelf.refresh();
    return [
      this.#choices(snapshot, model),
      model?.vif.shortage && h('p', { class: 'notice bad', key: 'shortage' }, `✕ ${model.vif.shortage}`),
      model && identityChips(model, snapshot.node),
      h(
        'div',
        { class: `with-side ${this.doctor.hasCards() || this.shelf.isThere() ? 'has-side' : ''}`, key: 'main' },
        h(
          'div',
          { class: 'main-part' },
          model ? this.#shown(snapshot, model) : empty(),
          this.knobs.view(snapshot, model),
        ),
        h('aside', null, this.doctor.view(snapshot.node), this.shelf.view(this.#show, state.form === 'table')),
      ),
      this.microscope.view(),
    ];
  }

  /** What nobody chose follows the traffic, and does not flap. */
  #model(snapshot, state) {
    const vif = chosenVif(snapshot, state.vif, this.vif);
    if (!vif) {
      return null;
    }
    this.vif = vif.id;
    this.direction = state.dir || busierDirection(vif, this.direction);
    return matrix(snapshot, vif.id, this.direction);
  }

  #choices(snapshot, model) {
    const { state, change } = this.app;
    const direction = (value, words, page) =>
      h(
        'button',
        {
          type: 'button',
          key: value,
          role: 'radio',
          'aria-checked': String(this.direction === value),
          on: { click: () => change({ dir: value }) },
        },
        words,
        h('span', { class: 'page-mark' }, page),
      );
    return h(
      'div',
      { class: 'choices', key: 'choices' },
      h(
        'label',
        null,
        'Interface ',
        h(
          'select',
          {
            value: String(model?.vif.id ?? ''),
            'data-choice': 'vif',
            on: { change: (event) => change({ vif: event.target.value }) },
          },
          snapshot.vifs
            .filter((vif) => vif.kind !== 'fabric')
            .map((vif) =>
              h('option', { key: vif.id, value: vif.id }, `${vif.name}${vif.network ? ` (${vif.network})` : ''}`),
            ),
        ),
      ),
      h(
        'div',
        { class: 'segments', role: 'radiogroup', 'aria-label': 'Direction' },
        direction(PHYSICAL_TO_VIRTUAL, 'physical → virtual', 'p78'),
        direction(VIRTUAL_TO_PHYSICAL, 'virtual → physical', 'p79'),
      ),
      copyButton(commands.traffic(snapshot.node)),
    );
  }

  #shown(snapshot, model) {
    if (this.app.state.form === 'table') {
      return h('div', { class: 'tables', key: 'tables' }, matrixTables(model, snapshot));
    }
    const { context, microscope } = this;
    context.begin();
    const drawn = matrixPicture({
      snapshot,
      model,
      context,
      planned: this.knobs.planned(snapshot, model),
      openRing: (vif, queue, direction) => microscope.open(snapshot.node, vif, queue, direction),
    });
    return [h('div', { key: 'picture' }, drawn, legend()), detailPanel(context.detail())];
  }
}

function legend() {
  const mark = (kind, words) => h('li', null, h('span', { class: `mark ${kind}`, 'aria-hidden': 'true' }), words);
  return h(
    'ul',
    { class: 'legend', 'aria-hidden': 'true' },
    mark('busy', 'busy'),
    mark('empty', 'empty polls'),
    mark('asleep', 'asleep'),
    mark('device', 'device ring'),
    mark('internal', 'internal queue'),
    mark('virtio', 'VirtIO ring'),
    mark('lost', 'lost'),
    h('li', { class: 'quiet' }, 'line width and dots: log of the rate; faded: idle'),
  );
}

function empty() {
  return h(
    'p',
    { class: 'notice' },
    'This node has no fabric interface and no other one yet. Provision it: vireo apply FILE --node NODE.',
  );
}
