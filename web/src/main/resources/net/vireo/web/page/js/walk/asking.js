// SPDX-License-Identifier: Apache-2.0
/** A question to the trace and its answer: the prediction alone, or with a probe that is really sent. */
import { call, path, post } from '../api.js';

export class Asking {
  #changed;
  #asked = '';

  constructor(changed) {
    this.#changed = changed;
    this.answer = null;
    this.problem = '';
    this.busy = false;
  }

  /** Predicts what a link asks for; a probe is never sent without a click. */
  fromAddress(question) {
    if (question.from && question.to && this.#asked !== JSON.stringify(question)) {
      this.ask(question, false);
    }
  }

  forget() {
    this.answer = null;
    this.problem = '';
    this.#asked = '';
    this.#changed();
  }

  async ask(question, send) {
    const asked = JSON.stringify(question);
    this.#asked = asked;
    this.busy = true;
    this.problem = '';
    this.#changed();
    try {
      const answer = send ? await post(path.trace({ ...question, send: 'true' })) : await call(path.trace(question));
      if (asked === this.#asked) {
        this.answer = answer;
      }
    } catch (failure) {
      if (asked === this.#asked) {
        this.answer = null;
        this.problem = failure.message;
      }
    }
    this.busy = false;
    this.#changed();
  }
}
