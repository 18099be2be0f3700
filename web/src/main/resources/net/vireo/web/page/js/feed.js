// SPDX-License-Identifier: Apache-2.0
/**
 * One node's snapshots as they come, and whether they still come. Nothing is invented while they do not: the last one
 * stays, with its age.
 */
import { call, path } from './api.js';

/** Without a snapshot for this long the data is called stale: ten updates. */
export const STALE_MS = 2000;

const RETRY_MS = [500, 1000, 2000, 5000];

export class Feed {
  #changed;
  #source = null;
  #retry = 0;
  #timer = 0;

  /** @param changed called after every snapshot and every change of the connection */
  constructor(changed) {
    this.#changed = changed;
    this.node = '';
    this.forget();
  }

  forget() {
    this.snapshot = null;
    this.arrivedMs = 0;
    this.problem = '';
  }

  /** Goes over to a node; the same node again does nothing. */
  follow(node) {
    if (node === this.node) {
      return;
    }
    this.node = node;
    this.forget();
    this.#retry = 0;
    this.#open();
  }

  /** Milliseconds since the last snapshot came, by this browser's clock. */
  ageMs() {
    return this.arrivedMs === 0 ? 0 : performance.now() - this.arrivedMs;
  }

  stale() {
    return this.snapshot !== null && this.ageMs() > STALE_MS;
  }

  /** Whether the server is there; it may still have nothing new. */
  connected() {
    return this.#source?.readyState === EventSource.OPEN;
  }

  /** 'waiting' for a first snapshot, 'live', or 'lost'. */
  condition() {
    if (this.snapshot === null) {
      return this.problem ? 'lost' : 'waiting';
    }
    return this.stale() ? 'lost' : 'live';
  }

  #open() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    if (!this.node) {
      return;
    }
    const source = new EventSource(path.node(this.node, 'events'));
    this.#source = source;
    source.addEventListener('snapshot', (event) => this.#take(source, event.data));
    source.addEventListener('trouble', (event) => this.#trouble(source, event.data));
    source.onerror = () => this.#lost(source);
  }

  #take(source, data) {
    if (source !== this.#source) {
      return;
    }
    try {
      this.snapshot = JSON.parse(data);
    } catch {
      this.problem = 'the server sent a snapshot that is not JSON';
      this.#changed();
      return;
    }
    this.arrivedMs = performance.now();
    this.problem = '';
    this.#retry = 0;
    this.#changed();
  }

  /** The server lives, the node does not answer it; the stream goes on when the node is back. */
  #trouble(source, data) {
    if (source === this.#source) {
      try {
        this.problem = String(JSON.parse(data).error ?? '');
      } catch {
        this.problem = `${this.node} does not answer`;
      }
      this.#changed();
    }
  }

  /** The browser's own retry gives up after some errors; so this one asks why, and opens a new stream. */
  async #lost(source) {
    if (source !== this.#source) {
      return;
    }
    source.close();
    const wait = RETRY_MS[Math.min(this.#retry++, RETRY_MS.length - 1)];
    const node = this.node;
    this.#timer = setTimeout(() => this.#open(), wait);
    try {
      await call(path.node(node, 'snapshot'), { timeoutMs: 4000 });
    } catch (failure) {
      if (node === this.node) {
        this.problem = failure.message;
      }
    }
    this.#changed();
  }
}
