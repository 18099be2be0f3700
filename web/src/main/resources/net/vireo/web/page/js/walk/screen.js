// SPDX-License-Identifier: Apache-2.0
/** The packet walk's screen: question, pipelines of each node it comes by, verdict, last drops. */
import { commands } from '../commands.js';
import { PictureContext } from '../context.js';
import { detailPanel } from '../detail.js';
import { h } from '../dom.js';
import { rate } from '../format.js';
import { Others } from '../others.js';
import { table } from '../table.js';
import { actions } from './actions.js';
import { Asking } from './asking.js';
import { DropList } from './drops.js';
import { mistake, questionOf, traceForm } from './form.js';
import { lanes } from './hops.js';
import { laneTable, traceVerdict } from './result.js';
import { nodeCounters } from './stages.js';
import { pipeline } from './view.js';

export class WalkScreen {
  constructor(app) {
    this.app = app;
    this.context = new PictureContext(app.changed);
    this.asking = new Asking(app.changed);
    this.drops = new DropList(app.changed);
    this.others = new Others(app.changed);
  }

  view(snapshot) {
    const question = questionOf(this.app.state);
    if (mistake(question) === '') {
      this.asking.fromAddress(question);
    }
    this.drops.refresh(snapshot.node);
    const { answer, problem } = this.asking;
    const walk = answer ? lanes(answer) : [];
    const sent = answer?.actual !== undefined && answer?.actual !== null;
    return [
      traceForm(this.app, snapshot, this.asking),
      problem && h('p', { class: 'bad notice', role: 'alert', key: 'problem' }, problem),
      answer && traceVerdict(answer),
      h(
        'div',
        { class: 'with-side has-side wide-side', key: 'main' },
        h(
          'div',
          { class: 'main-part' },
          this.app.state.form === 'table' ? tables(snapshot) : this.#pictures(snapshot, walk),
          walk.map((lane, index) => h('div', { key: `lane${index}` }, laneTable(lane, sent))),
        ),
        h('aside', null, this.drops.view(this.app, snapshot.vifs)),
      ),
    ];
  }

  #pictures(snapshot, walk) {
    const { context } = this;
    context.begin();
    this.others.want(walk.map((lane) => lane.node).filter((node) => node !== snapshot.node));
    const drawn =
      walk.length === 0
        ? [h('div', { key: 'live' }, pipeline(context, snapshot.node, snapshot, null))]
        : walk.map((lane, index) => this.#lane(snapshot, walk, lane, index));
    return [h('div', { key: 'pictures' }, drawn, legend(walk.length > 0)), detailPanel(context.detail())];
  }

  #lane(snapshot, walk, lane, index) {
    const own = lane.node === snapshot.node;
    const shown = own ? snapshot : (this.others.snapshots.get(lane.node) ?? null);
    const sent = walk[index - 1] && (walk[index - 1].actual ?? walk[index - 1].predicted).hop.sent?.[0];
    return h(
      'div',
      { key: `${lane.node}${index}`, class: 'lane' },
      index > 0 &&
        h(
          'p',
          { class: 'wire-between' },
          `↓ over the wire to ${lane.node}${sent ? `: ${sent.text ?? ''} ${sent.lengthBytes ? `${sent.lengthBytes} bytes` : ''}` : ''}`,
        ),
      h(
        'h2',
        null,
        lane.node,
        h('span', { class: 'quiet' }, ` ${(lane.actual ?? lane.predicted).hop.lcoreText ?? ''}`),
      ),
      pipeline(this.context, lane.node, shown, {
        predicted: lane.predicted?.steps,
        actual: lane.actual?.steps,
        parted: lane.parted,
      }),
    );
  }
}

function tables(snapshot) {
  const counters = nodeCounters(snapshot.steps);
  const number = (name, value) => ({ name, value: (row) => Math.round(value(row) ?? 0), number: true });
  return h(
    'div',
    { class: 'tables', key: 'tables' },
    table(
      'Steps of the graph',
      [
        { name: 'step', value: (one) => one.name },
        number('packets per second', (one) => one.pps),
        number('packets', (one) => one.packets),
        number('ns per packet', (one) => one.nsPerPacket),
      ],
      [...counters.values()],
      commands.traffic(snapshot.node),
    ),
    table(
      'Actions',
      [
        { name: 'action', value: (one) => one.name },
        { name: 'rate', value: (one) => rate(one.pps) },
        number('packets', (one) => one.packets),
      ],
      actions(snapshot, counters),
      commands.drops(snapshot.node),
    ),
  );
}

function legend(walking) {
  const mark = (kind, words) => h('li', null, h('span', { class: `mark ${kind}`, 'aria-hidden': 'true' }), words);
  return h(
    'ul',
    { class: 'legend', 'aria-hidden': 'true' },
    walking && [mark('line-predicted', 'predicted'), mark('line-actual', 'taken'), mark('lost', 'they part')],
    mark('vif', 'interface'),
    mark('flow', 'flow table'),
    mark('fib', 'FIB and label tables'),
    mark('nexthop', 'next hop'),
    h('li', { class: 'quiet' }, 'arrows: the smaller rate of their two boxes, log width'),
  );
}
