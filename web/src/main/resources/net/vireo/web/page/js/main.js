// SPDX-License-Identifier: Apache-2.0
/** Starts the page: state from the address, snapshots from the feed, one drawing per change and animation frame. */
import { call, listIn, path } from './api.js';
import { onCopied } from './copy.js';
import { patch } from './dom.js';
import { Feed } from './feed.js';
import { read, write } from './hash.js';
import { MapScreen } from './map/screen.js';
import { MatrixScreen } from './matrix/screen.js';
import { Scrub } from './scrub.js';
import { shell } from './shell.js';
import { applyTheme, theme } from './theme.js';
import { WalkScreen } from './walk/screen.js';

const NODES_EVERY_MS = 3000;
const HISTORY_EVERY_MS = 10_000;
const SAID_MS = 4000;

const root = document.getElementById('page');
const app = { state: read(location.hash), nodes: [], problem: '', said: '', change, changed };
let asked = false;
let saidTimer = 0;

function changed() {
  if (!asked) {
    asked = true;
    requestAnimationFrame(draw);
  }
}

/** Changes what is shown, and the address with it. */
function change(words) {
  const before = app.state;
  app.state = { ...before, ...words };
  const hash = write(app.state);
  const stays = 'at' in words;
  history[stays ? 'replaceState' : 'pushState'](null, '', hash || location.pathname + location.search);
  follow();
  changed();
}

app.feed = new Feed(changed);
app.scrub = new Scrub(changed);
app.screens = { matrix: new MatrixScreen(app), walk: new WalkScreen(app), map: new MapScreen(app) };

function follow() {
  app.feed.follow(app.state.node);
  if (app.scrub.node !== app.state.node) {
    app.scrub.load(app.state.node);
  }
}

async function nodes() {
  try {
    app.nodes = listIn(await call(path.nodes()), 'nodes');
    app.asked = true;
    app.problem = '';
    if (!app.state.node && app.nodes.length > 0) {
      const first = app.nodes.find((node) => node.alive) ?? app.nodes[0];
      app.state = { ...app.state, node: first.name };
      history.replaceState(null, '', write(app.state));
    }
    follow();
  } catch (failure) {
    app.problem = failure.message;
  }
  changed();
}

/** The snapshot on the screen: the live one, or that of the moment gone back to. */
function shown() {
  const { state, feed, scrub } = app;
  return state.at ? scrub.at(state.node, Number(state.at)) : { snapshot: feed.snapshot };
}

function draw() {
  asked = false;
  patch(root, [shell(app, shown())]);
}

function say(sentence) {
  app.said = sentence;
  clearTimeout(saidTimer);
  saidTimer = setTimeout(() => {
    app.said = '';
    changed();
  }, SAID_MS);
  changed();
}

onCopied(say);
applyTheme(theme());
window.addEventListener('hashchange', reread);
window.addEventListener('popstate', reread);

function reread() {
  app.state = { ...read(location.hash) };
  app.state.node ||= app.feed.node;
  follow();
  changed();
}

setInterval(nodes, NODES_EVERY_MS);
setInterval(() => document.hidden || app.scrub.load(app.state.node), HISTORY_EVERY_MS);
// The age of stale data is to be seen growing; live data draws itself.
setInterval(() => app.feed.condition() !== 'live' && changed(), 500);
patch(root, []);
root.replaceChildren();
nodes();
changed();
