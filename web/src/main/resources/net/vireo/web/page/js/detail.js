// SPDX-License-Identifier: Apache-2.0
/** The panel under a picture: what the element that was last pointed at says of itself. */
import { copyButton } from './copy.js';
import { h } from './dom.js';

export function detailPanel(detail) {
  return h(
    'section',
    { class: 'detail', 'aria-label': 'About the element', key: 'detail' },
    detail
      ? [
          h('h3', null, detail.title),
          h(
            'ul',
            null,
            detail.lines.map((line) => h('li', null, line)),
          ),
          detail.command && copyButton(detail.command),
        ]
      : h(
          'p',
          { class: 'quiet' },
          'Point at anything in the picture, or reach it with the arrow keys: it says why it is as it is.',
        ),
  );
}
