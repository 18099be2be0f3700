// SPDX-License-Identifier: Apache-2.0
/** What is shown, as the part of the address behind '#': a link shows another person the same. */

const DEFAULTS = { screen: 'matrix', node: '', vif: '', dir: '', form: 'picture', at: '' };
const ALLOWED = {
  screen: ['matrix', 'walk', 'map'],
  dir: ['', 'p2v', 'v2p'],
  form: ['picture', 'table'],
};

/** The state in a hash; what is missing or makes no sense has its default, what is not known here is kept. */
export function read(hash) {
  const state = { ...DEFAULTS };
  for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ''))) {
    if (!(name in ALLOWED) || ALLOWED[name].includes(value)) {
      state[name] = value;
    }
  }
  return state;
}

/** The hash of a state, without what is as by default. */
export function write(state) {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (value !== undefined && value !== null && String(value) !== (DEFAULTS[name] ?? '')) {
      words.set(name, value);
    }
  }
  const text = words.toString();
  return text ? `#${text}` : '';
}
