// SPDX-License-Identifier: Apache-2.0
/** The scrub: back through the last five minutes, and to live again. */
import { h } from './dom.js';
import { rate } from './format.js';
import { WINDOW_SECONDS } from './scrub.js';
import { most, sum } from './shares.js';

const WIDTH = 600;
const HEIGHT = 26;

/** What a node received of all its interfaces: the height of the curve under the slider. */
export function received(snapshot) {
  return sum(snapshot.vifs ?? [], (vif) => vif.rxPps);
}

/** The curve's points, from the oldest to now; a moment without a snapshot leaves a gap, not a zero. */
export function curvePoints(frames, nowMs) {
  const busiest = most(frames, received) || 1;
  let path = '';
  let before = null;
  for (const snapshot of frames) {
    const x = WIDTH * (1 - (nowMs - snapshot.atEpochMs) / (WINDOW_SECONDS * 1000));
    if (x >= 0) {
      const y = HEIGHT - 2 - (HEIGHT - 4) * (received(snapshot) / busiest);
      const gap = before === null || snapshot.atEpochMs - before > 4000;
      path += `${gap ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
      before = snapshot.atEpochMs;
    }
  }
  return path;
}

export function timeBar(app) {
  const { state, feed, scrub } = app;
  const now = feed.snapshot?.atEpochMs ?? Date.now();
  const ago = state.at ? Math.max(0, Math.round((now - Number(state.at)) / 1000)) : 0;
  const go = (seconds) => {
    if (seconds > 0 && scrub.node !== state.node) {
      scrub.load(state.node);
    }
    app.change({ at: seconds > 0 ? String(Math.round(now - seconds * 1000)) : '' });
  };
  const words = state.at ? `${ago} s ago, ${new Date(Number(state.at)).toLocaleTimeString()}` : 'now';
  return h(
    'footer',
    { class: `timebar ${state.at ? 'past' : ''}`, key: 'time' },
    h('label', { for: 'scrub' }, 'Last five minutes'),
    h(
      'div',
      { class: 'scrub' },
      h(
        'svg',
        { class: 'scrub-curve', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        h('path', { d: curvePoints(scrub.node === state.node ? scrub.frames : [], now) }),
      ),
      h('input', {
        id: 'scrub',
        type: 'range',
        min: -WINDOW_SECONDS,
        max: 0,
        step: 1,
        value: String(-ago),
        'aria-valuetext': words,
        on: {
          input: (event) => go(-Number(event.target.value)),
          focus: () => scrub.load(state.node),
          pointerenter: () => scrub.load(state.node),
        },
      }),
    ),
    h(
      'output',
      { for: 'scrub' },
      words,
      feed.snapshot && !state.at ? `, ${rate(received(feed.snapshot))} received` : '',
    ),
    h(
      'button',
      { type: 'button', class: state.at ? 'primary' : 'plain', disabled: !state.at, on: { click: () => go(0) } },
      'Live',
    ),
  );
}
