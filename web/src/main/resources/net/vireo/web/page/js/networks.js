// SPDX-License-Identifier: Apache-2.0
/** The colour class of a virtual network. A network that is called after a colour has it; others take one by name. */

const NAMED = ['red', 'blue', 'green', 'orange', 'purple', 'teal', 'pink', 'brown'];

/** A class name of tokens.css: net-red ..; `net-none` for what is in no network. */
export function networkClass(name) {
  if (!name) {
    return 'net-none';
  }
  const lower = String(name).toLowerCase();
  const own = NAMED.find(
    (colour) => lower === colour || lower.endsWith(`-${colour}`) || lower.startsWith(`${colour}-`),
  );
  if (own) {
    return `net-${own}`;
  }
  let hash = 7;
  for (const letter of lower) {
    hash = (hash * 31 + letter.codePointAt(0)) >>> 0;
  }
  return `net-${NAMED[hash % NAMED.length]}`;
}
