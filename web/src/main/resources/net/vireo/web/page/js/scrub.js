// SPDX-License-Identifier: Apache-2.0
/** The last five minutes: which snapshot is shown when the person has gone back in time. */
import { call, listIn, path } from './api.js';

export const WINDOW_SECONDS = 300;

/** The snapshot nearest to a time, or null when the nearest is more than `withinMs` away. */
export function nearest(snapshots, atEpochMs, withinMs = 5000) {
  let best = null;
  for (const snapshot of snapshots) {
    if (best === null || Math.abs(snapshot.atEpochMs - atEpochMs) < Math.abs(best.atEpochMs - atEpochMs)) {
      best = snapshot;
    }
  }
  return best !== null && Math.abs(best.atEpochMs - atEpochMs) <= withinMs ? best : null;
}

export class Scrub {
  #changed;

  constructor(changed) {
    this.#changed = changed;
    this.node = '';
    this.snapshots = [];
    this.problem = '';
    this.loading = false;
  }

  /** Fetches what the server has kept; called when the person first goes back, and every few seconds while there. */
  async load(node) {
    if (this.loading) {
      return;
    }
    this.loading = true;
    try {
      const answer = await call(path.node(node, `history?seconds=${WINDOW_SECONDS}`));
      this.snapshots = listIn(answer, 'snapshots');
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
    const snapshot = nearest(this.snapshots, atEpochMs);
    return snapshot ? { snapshot } : { missing: 'that moment is not among the last five minutes any more: go back to live' };
  }
}
