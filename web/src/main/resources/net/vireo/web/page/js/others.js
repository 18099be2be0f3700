// SPDX-License-Identifier: Apache-2.0
/** Snapshots of nodes beside the followed one, once a second while somebody looks. */
import { call, path } from './api.js';

const EVERY_MS = 1000;

export class Others {
  #changed;
  #asked = new Map();

  constructor(changed) {
    this.#changed = changed;
    this.snapshots = new Map();
    this.problems = new Map();
  }

  /** Called at every drawing with the names that are wanted. */
  want(names) {
    const now = performance.now();
    for (const name of names) {
      if (now - (this.#asked.get(name) ?? -Infinity) > EVERY_MS) {
        this.#asked.set(name, now);
        this.#ask(name);
      }
    }
  }

  async #ask(name) {
    try {
      this.snapshots.set(name, await call(path.node(name, 'snapshot'), { timeoutMs: 5000 }));
      this.problems.delete(name);
    } catch (failure) {
      this.snapshots.delete(name);
      this.problems.set(name, failure.message);
    }
    this.#changed();
  }
}
