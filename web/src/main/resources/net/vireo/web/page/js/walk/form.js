// SPDX-License-Identifier: Apache-2.0
/** From, to, protocol, port: "why can't web reach db" in four fields. */
import { word } from '../commands.js';
import { copyButton } from '../copy.js';
import { h } from '../dom.js';

const PROTOCOLS = ['tcp', 'udp', 'icmp'];

/** The question that the state in the address asks. */
export function questionOf(state) {
  const proto = PROTOCOLS.includes(state.proto) ? state.proto : 'tcp';
  return {
    node: state.node,
    from: state.from ?? '',
    to: state.to ?? '',
    proto,
    port: proto === 'icmp' ? '0' : (state.port ?? '80'),
  };
}

/** The command that asks the same. */
export function traceCommand(question, send) {
  const port = question.proto === 'icmp' ? ['--icmp'] : [`--${question.proto}`, question.port];
  return [
    'vireo',
    'trace',
    '--from',
    question.from,
    '--to',
    question.to,
    ...port,
    ...(send ? ['--send'] : []),
    '--node',
    question.node,
  ]
    .map(word)
    .join(' ');
}

/** What is wrong with a question before it is sent, or ''. */
export function mistake(question) {
  if (!question.from) {
    return 'choose the guest it comes from';
  }
  if (!/^[0-9a-fA-F:.]+$/.test(question.to)) {
    return 'to: give an IPv4 or IPv6 address, like 120.0.0.3';
  }
  const port = Number(question.port);
  return question.proto === 'icmp' || (Number.isInteger(port) && port >= 1 && port <= 65535)
    ? ''
    : 'port: give a number from 1 to 65535';
}

export function traceForm(app, snapshot, asking) {
  const question = questionOf(app.state);
  const wrong = mistake(question);
  const set = (name) => (event) => app.change({ [name]: event.target.value, at: '' });
  const guests = snapshot.vifs.filter((vif) => vif.kind === 'guest');
  const addresses = guests.flatMap((vif) =>
    (vif.addresses ?? []).map((address) => ({ address, name: `${vif.name}${vif.network ? `, ${vif.network}` : ''}` })),
  );
  return h(
    'form',
    {
      class: 'trace-form',
      key: 'form',
      'aria-label': 'Trace a packet',
      novalidate: true,
      on: { submit: (event) => (event.preventDefault(), wrong ? null : asking.ask(question, false)) },
    },
    h(
      'label',
      null,
      'From',
      h(
        'select',
        { value: question.from, 'data-choice': 'from', on: { change: set('from') } },
        h('option', { value: '', key: 'none' }, 'a guest ..'),
        guests.map((vif) =>
          h('option', { key: vif.id, value: vif.name }, `${vif.name}${vif.network ? ` (${vif.network})` : ''}`),
        ),
      ),
    ),
    h(
      'label',
      null,
      'To',
      h('input', {
        value: question.to,
        list: 'addresses',
        placeholder: '120.0.0.3',
        size: '16',
        spellcheck: 'false',
        autocomplete: 'off',
        'data-choice': 'to',
        on: { change: set('to') },
      }),
    ),
    h(
      'datalist',
      { id: 'addresses' },
      addresses.map((one) => h('option', { key: one.address + one.name, value: one.address }, one.name)),
    ),
    h(
      'label',
      null,
      'Protocol',
      h(
        'select',
        { value: question.proto, 'data-choice': 'proto', on: { change: set('proto') } },
        PROTOCOLS.map((proto) => h('option', { key: proto, value: proto }, proto)),
      ),
    ),
    question.proto !== 'icmp' &&
      h(
        'label',
        null,
        'Port',
        h('input', {
          value: question.port,
          inputmode: 'numeric',
          size: '6',
          'data-choice': 'port',
          on: { change: set('port') },
        }),
      ),
    h(
      'button',
      { type: 'submit', class: 'primary', disabled: asking.busy || wrong !== '' },
      asking.busy ? 'Asking ..' : 'Predict',
    ),
    h(
      'button',
      { type: 'button', disabled: asking.busy || wrong !== '', on: { click: () => asking.ask(question, true) } },
      'Send a probe',
    ),
    asking.answer &&
      h(
        'button',
        { type: 'button', class: 'plain', on: { click: () => (app.change({ from: '', to: '' }), asking.forget()) } },
        'Clear',
      ),
    question.from && wrong && h('p', { class: 'quiet', role: 'status' }, wrong),
    !wrong && copyButton(asking.answer?.question?.command ?? traceCommand(question, false)),
  );
}
