// SPDX-License-Identifier: Apache-2.0
/** The last five minutes: a light curve of all moments, and the whole snapshot of the one that is gone back to. */
import { call, listIn, path } from './api.js';

export const WINDOW_SECONDS = 300;
const KEPT = 40;

/** The frame nearest to a time, or null when the nearest is more than `withinMs` away. */
export function nearest(frames, atEpochMs, withinMs = 5000) {
  let best = null;
  for (const frame of frames) {
    if (best === null || Math.abs(frame.atEpochMs - atEpochMs) < Math.abs(best.atEpochMs - atEpochMs)) {
      best = frame;
    }
  }
  return best !== null && Math.abs(best.atEpochMs - atEpochMs) <= withinMs ? best : null;
}

export class Scrub {
  #changed;
  #wanted = '';
  #snapshots = new Map();

  constructor(changed) {
    this.#changed = changed;
    this.node = '';
    this.frames = [];
    this.problem = '';
    this.loading = false;
  }

  /** Fetches the curve; called when the person first goes back, and every few seconds while there. */
  async load(node) {
    if (this.loading || !node) {
      return;
    }
    this.loading = true;
    try {
      const answer = await call(path.node(node, `history?seconds=${WINDOW_SECONDS}`));
      if (node !== this.node) {
        this.#snapshots.clear();
      }
      this.frames = listIn(answer, 'frames');
      this.node = node;
      this.problem = '';
    } catch (failure) {
      this.problem = failure.message;
    }
    this.loading = false;
    this.#changed();
  }

  /** What is shown at a time of the past: `{snapshot}` or `{missing}`, a sentence. */
  at(node, atEpochMs) {
    if (this.problem) {
      return { missing: this.problem };
    }
    if (this.node !== node) {
      return { missing: 'loading the last five minutes' };
    }
    const frame = nearest(this.frames, atEpochMs);
    if (!frame) {
      return { missing: 'that moment is not among the last five minutes any more: go back to live' };
    }
    const kept = this.#snapshots.get(frame.sequence);
    if (!kept) {
      this.#fetch(node, frame.sequence);
      // While the hand moves, the nearest one that is here already is better than an empty page.
      const near = nearest(
        [...this.#snapshots.values()].filter((one) => one.node === node),
        atEpochMs,
        20_000,
      );
      return near ? { snapshot: near } : { missing: 'loading that moment' };
    }
    return { snapshot: kept };
  }

  async #fetch(node, sequence) {
    const wanted = `${node} ${sequence}`;
    if (this.#wanted === wanted) {
      return;
    }
    this.#wanted = wanted;
    try {
      this.#snapshots.set(sequence, await call(path.node(node, `history/${sequence}`)));
      if (this.#snapshots.size > KEPT) {
        this.#snapshots.delete(this.#snapshots.keys().next().value);
      }
    } catch (failure) {
      this.problem = failure.message;
    }
    if (this.#wanted === wanted) {
      this.#wanted = '';
    }
    this.#changed();
  }
}
