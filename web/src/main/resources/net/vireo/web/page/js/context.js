// SPDX-License-Identifier: Apache-2.0
/** Which element of the picture is told about, across drawings. */
export class PictureContext {
  #changed;
  #drawn = new Set();

  constructor(changed) {
    this.#changed = changed;
    this.shown = '';
    this.details = new Map();
  }

  /** Called before each drawing. */
  begin() {
    this.#drawn = new Set(this.details.keys());
    this.details.clear();
  }

  /** Notes an element that is drawn; true when it is the picture's one stop of the Tab key. */
  stop(id, detail) {
    const first = this.details.size === 0;
    this.details.set(id, detail);
    return this.#drawn.has(this.shown) ? id === this.shown : first;
  }

  show(id) {
    if (this.shown !== id) {
      this.shown = id;
      this.#changed();
    }
  }

  /** What the panel says now. */
  detail() {
    return this.details.get(this.shown) ?? null;
  }
}
