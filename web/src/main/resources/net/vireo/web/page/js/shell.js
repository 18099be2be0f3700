// SPDX-License-Identifier: Apache-2.0
/** What is around every screen: node, tabs, ledger, connection, caption, time. */
import { commands } from './commands.js';
import { copyButton } from './copy.js';
import { h } from './dom.js';
import { age } from './format.js';
import { ledgerBadge } from './ledger.js';
import { nextTheme, theme } from './theme.js';
import { timeBar } from './timebar.js';

const SCREENS = [
  ['matrix', 'Core matrix'],
  ['walk', 'Packet walk'],
  ['map', 'Map'],
];

/** @param shown `{snapshot}` or `{missing}` */
export function shell(app, shown) {
  const { state, feed } = app;
  const live = !state.at;
  const stale = live && feed.condition() === 'lost';
  return h(
    'div',
    { class: `page ${stale && shown.snapshot ? 'stale' : ''} ${live ? '' : 'past-data'}`, key: 'page' },
    h('a', { class: 'skip', href: '#screen', on: { click: skip } }, 'Skip to the picture'),
    header(app, shown.snapshot),
    tabs(app),
    shown.snapshot && caption(shown.snapshot),
    banner(app, shown, stale),
    h(
      'main',
      { id: 'screen', key: 'screen', tabindex: '-1', role: 'tabpanel', 'aria-labelledby': `tab-${state.screen}` },
      content(app, shown),
    ),
    shown.snapshot || state.at ? timeBar(app) : null,
    h('p', { class: app.said ? 'said' : 'said nothing', role: 'status', key: 'said' }, app.said),
  );
}

/** The part behind '#' is the state, so the link must not change it. */
function skip(event) {
  event.preventDefault();
  document.getElementById('screen').focus();
}

function content(app, shown) {
  if (app.nodes.length === 0) {
    const none = app.asked ? 'No data plane is running here. Start one: vireo lab --keep' : 'asking who is here ..';
    return h('p', { class: 'notice', key: 'none' }, app.problem || none);
  }
  const drawable = shown.snapshot || (app.state.screen === 'map' && !app.state.at);
  return drawable
    ? app.screens[app.state.screen].view(shown.snapshot)
    : h(
        'p',
        { class: 'notice', key: 'none' },
        shown.missing ?? (app.feed.problem || `waiting for the first numbers of ${app.state.node} ..`),
      );
}

function header(app, snapshot) {
  const { state, nodes, change } = app;
  const names =
    nodes.some((node) => node.name === state.node) || !state.node
      ? nodes
      : [...nodes, { name: state.node, alive: false }];
  return h(
    'header',
    { class: 'top', key: 'top' },
    h('h1', null, h('span', { class: 'logo', 'aria-hidden': 'true' }), 'Vireo'),
    h(
      'label',
      { class: 'node' },
      h('span', null, 'Node'),
      h(
        'select',
        {
          value: state.node,
          'data-choice': 'node',
          on: { change: (event) => change({ node: event.target.value, vif: '', at: '' }) },
        },
        names.map((node) =>
          h('option', { key: node.name, value: node.name }, node.alive ? node.name : `${node.name} (not running)`),
        ),
      ),
    ),
    connection(app),
    snapshot && ledgerBadge(snapshot),
    h('span', { class: 'push' }),
    snapshot?.restarts > 0 &&
      h('span', { class: 'restarts', title: 'times the data plane came back by itself' }, `↻ ${snapshot.restarts}`),
    h(
      'button',
      {
        type: 'button',
        class: 'plain',
        'aria-pressed': String(state.form === 'table'),
        'data-choice': 'form',
        on: { click: () => change({ form: state.form === 'table' ? 'picture' : 'table' }) },
      },
      state.form === 'table' ? 'Show as picture' : 'Show as table',
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'plain',
        'data-choice': 'theme',
        'aria-label': `Theme: ${theme()}`,
        on: { click: () => (nextTheme(), app.changed()) },
      },
      { system: '◐ system', light: '☀ light', dark: '☾ dark' }[theme()],
    ),
  );
}

function connection({ feed, state }) {
  const condition = state.at ? 'past' : feed.condition();
  const words = {
    live: 'live',
    waiting: 'connecting',
    past: 'past',
    lost: lostFor(feed),
  };
  return h(
    'span',
    { class: `connection ${condition}`, 'data-condition': condition },
    h('span', { class: 'lamp', 'aria-hidden': 'true' }),
    words[condition],
  );
}

function tabs({ state, change }) {
  const select = (screen) => () => change({ screen });
  return h(
    'div',
    {
      class: 'tabs',
      role: 'tablist',
      'aria-label': 'Screens',
      key: 'tabs',
      on: { keydown: (event) => turn(event, state, change) },
    },
    SCREENS.map(([screen, name]) =>
      h(
        'button',
        {
          type: 'button',
          role: 'tab',
          key: screen,
          id: `tab-${screen}`,
          'aria-selected': String(state.screen === screen),
          'aria-controls': 'screen',
          tabindex: state.screen === screen ? '0' : '-1',
          on: { click: select(screen) },
        },
        name,
      ),
    ),
  );
}

function turn(event, state, change) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const at = SCREENS.findIndex(([screen]) => screen === state.screen);
    const [screen] = SCREENS[(at + step + SCREENS.length) % SCREENS.length];
    change({ screen });
    document.getElementById(`tab-${screen}`).focus();
  }
}

function caption(snapshot) {
  const { caption: said } = snapshot;
  if (!said) {
    return null;
  }
  return h(
    'p',
    { class: `caption ${said.page ? '' : 'unnamed'}`, key: 'caption', 'data-page': said.page || '' },
    said.page ? h('span', { class: 'page-mark' }, `p${said.page}`) : h('span', { class: 'page-mark' }, '?'),
    h('span', null, said.text || said.title),
  );
}

function banner(app, shown, stale) {
  const { feed, problem, state } = app;
  const sentence =
    stale && shown.snapshot
      ? whyStale(feed)
      : problem && app.nodes.length > 0
        ? problem
        : state.at && shown.missing
          ? shown.missing
          : '';
  return h(
    'div',
    { class: sentence ? 'banner' : 'banner nothing', role: 'alert', key: 'banner' },
    sentence,
    stale && copyButton(commands.status()),
  );
}

function lostFor(feed) {
  if (!feed.snapshot) {
    return 'lost';
  }
  return feed.connected() ? `no news for ${age(feed.ageMs())}` : `lost ${age(feed.ageMs())} ago`;
}

/** The server may be gone, or be there and have nothing new of this node. The age is not read aloud each time it grows. */
function whyStale(feed) {
  const old = h('span', { 'aria-hidden': 'true' }, `What you see is ${age(feed.ageMs())} old.`);
  const reason = feed.problem ? `${feed.problem}.` : '';
  return feed.connected()
    ? [`No new numbers of ${feed.node}. `, old, ` ${reason || 'The machine is busy, or the data plane hangs.'}`]
    : ['Connection lost. ', old, ` ${reason} Trying again.`];
}
