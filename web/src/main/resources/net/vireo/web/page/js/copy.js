// SPDX-License-Identifier: Apache-2.0
/** Copying a command, with a word about it for eyes and screen readers. */
import { h } from './dom.js';

let told = () => {};

/** @param listener called with a sentence after each copy */
export function onCopied(listener) {
  told = listener;
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    told(`copied: ${text}`);
  } catch {
    told(fallback(text) ? `copied: ${text}` : `the browser does not let the page copy; type: ${text}`);
  }
}

/** For pages that are not a secure context: a token address on another machine. */
function fallback(text) {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'off-screen';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

/** A button that copies; its label is the command, so it can be read and typed too. */
export function copyButton(command, words) {
  return h(
    'button',
    {
      type: 'button',
      class: 'copy',
      title: `Copy as command: ${command}`,
      'data-command': command,
      on: { click: () => copy(command) },
    },
    h(
      'svg',
      { class: 'copy-mark', viewBox: '0 0 16 16', 'aria-hidden': 'true' },
      h('path', { d: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3' }),
    ),
    h('code', null, words ?? command),
  );
}
