// SPDX-License-Identifier: Apache-2.0
/** Tables: the form of every picture for who does not see it, with every digit. */
import { copyButton } from './copy.js';
import { h } from './dom.js';
import { count } from './format.js';

/**
 * @param columns `{name, value(row), number}`; `value` gives text or a number, `number` columns are aligned right
 * @param rows any list; an empty one says so in words
 * @param command that prints the same, if there is one
 */
export function table(caption, columns, rows, command) {
  return h(
    'div',
    { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    h(
      'table',
      null,
      h('caption', null, caption),
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          columns.map((column) => h('th', { scope: 'col', class: column.number && 'number' }, column.name)),
        ),
      ),
      h(
        'tbody',
        null,
        rows.length === 0
          ? h('tr', null, h('td', { colspan: columns.length, class: 'quiet' }, 'none'))
          : rows.map((row) =>
              h(
                'tr',
                null,
                columns.map((column, index) => cell(column, row, index)),
              ),
            ),
      ),
    ),
    command && copyButton(command),
  );
}

function cell(column, row, index) {
  const value = column.value(row);
  const text = typeof value === 'number' ? count(value) : (value ?? '');
  return index === 0
    ? h('th', { scope: 'row', class: column.number && 'number' }, text)
    : h('td', { class: column.number && 'number' }, text);
}
