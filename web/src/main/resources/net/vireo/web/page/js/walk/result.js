// SPDX-License-Identifier: Apache-2.0
/** A trace in words: the verdict, where the paths part, and each hop's steps side by side. */
import { h } from '../dom.js';
import { table } from '../table.js';
import { rows, verdict } from './hops.js';

const MARKS = { good: '✓', bad: '✕', neutral: '•' };

export function traceVerdict(answer) {
  const { text, sentence, tone } = verdict(answer);
  const sent = answer.actual !== undefined && answer.actual !== null;
  return h(
    'section',
    { class: `verdict ${tone}`, key: 'verdict', role: 'status', 'aria-label': 'Verdict' },
    h(
      'p',
      null,
      h('strong', null, `${MARKS[tone]} ${text}`),
      ` ${sent ? 'probe sent' : 'predicted, nothing was sent'}`,
    ),
    sentence && h('p', null, sentence),
    sent && h('p', null, answer.agree ? '✓ predicted and taken paths agree' : '✕ predicted and taken paths part:'),
    (answer.partings ?? []).map((parting, index) => h('p', { key: `p${index}`, class: 'bad parting' }, parting.text)),
    (answer.assumptions ?? []).map((assumption, index) =>
      h('p', { key: `a${index}`, class: 'quiet' }, `Assumed: ${assumption}`),
    ),
  );
}

export function laneTable(lane, sent) {
  const hop = (lane.actual ?? lane.predicted).hop;
  const where = [hop.vif?.name, hop.lcoreText].filter(Boolean).join(', ');
  return table(
    `${lane.node}: in on ${where}${hop.packet ? `: ${hop.packet}` : ''}`,
    [
      { name: 'step', value: (row) => row.graphNode },
      { name: 'predicted', value: (row) => (row.predicted ? stepText(row.predicted) : '') },
      ...(sent
        ? [
            { name: 'taken', value: (row) => (row.actual ? stepText(row.actual) : '') },
            { name: 'lcore', value: (row) => row.actual?.lcore ?? '' },
          ]
        : []),
      { name: '', value: (row) => (row.parted ? '✕ part here' : '') },
    ],
    rows(lane),
  );
}

function stepText(step) {
  const dropped = step.dropped ? `✕ dropped: ${step.sentence ?? step.dropped}` : '';
  return [step.text, dropped, step.assumed ? '(assumed)' : ''].filter(Boolean).join(' ');
}
