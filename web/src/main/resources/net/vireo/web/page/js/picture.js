// SPDX-License-Identifier: Apache-2.0
/**
 * What all pictures share: elements that tell about themselves when pointed at or reached by the keyboard. A picture is
 * one stop of the Tab key; arrow keys go from element to element by where they lie, Enter opens, C copies.
 */
import { h } from './dom.js';
import { copy } from './copy.js';

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/**
 * The frame of a picture.
 *
 * @param size `{width, height}` in units of the drawing
 */
export function picture(label, size, ...content) {
  return h(
    'div',
    { class: 'picture-scroll' },
    h(
      'svg',
      {
        class: 'picture',
        viewBox: `0 0 ${size.width} ${size.height}`,
        role: 'group',
        'aria-label': `${label}. Arrow keys move between its elements, Enter opens one, C copies its command.`,
        on: { keydown: (event) => onKey(event) },
      },
      markers(),
      ...content,
    ),
  );
}

/**
 * An element that tells about itself.
 *
 * @param detail `{title, lines, command}`; what the panel under the picture shows, and a screen reader hears
 * @param context the picture's {@link PictureContext}; `action` is what Enter or a click does, if anything
 */
export function item(context, id, detail, attrs, ...content) {
  const { action, ...rest } = attrs;
  const stop = context.stop(id, detail);
  const told = () => context.show(id);
  return h(
    'g',
    {
      ...rest,
      key: id,
      'data-item': id,
      'data-command': detail.command,
      class: `item ${rest.class ?? ''} ${context.shown === id ? 'is-shown' : ''}`,
      tabindex: stop ? '0' : '-1',
      role: action ? 'button' : 'img',
      'aria-label': [detail.title, ...detail.lines].join('. '),
      on: { mouseenter: told, focus: told, click: () => (action ? action() : told()) },
    },
    ...content,
  );
}

function onKey(event) {
  const from = event.target.closest?.('[data-item]');
  if (!from || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key in DIRECTIONS) {
    event.preventDefault();
    neighbour(from, DIRECTIONS[event.key])?.focus();
  } else if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    from.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  } else if (event.key.toLowerCase() === 'c' && from.dataset.command) {
    copy(from.dataset.command);
  }
}

/** The nearest element on that side, of any picture; what lies straight ahead is nearer than what lies aslant. */
function neighbour(from, [dx, dy]) {
  const here = centre(from);
  let best = null;
  let bestCost = Infinity;
  for (const other of document.querySelectorAll('#screen [data-item]')) {
    const there = centre(other);
    const ahead = (there.x - here.x) * dx + (there.y - here.y) * dy;
    const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
    if (other !== from && ahead > 4 && ahead + 2.5 * aside < bestCost) {
      best = other;
      bestCost = ahead + 2.5 * aside;
    }
  }
  return best;
}

function centre(element) {
  const box = element.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function markers() {
  const tip = (id) =>
    h(
      'marker',
      {
        key: id,
        id,
        viewBox: '0 0 8 8',
        refX: '7',
        refY: '4',
        markerWidth: '9',
        markerHeight: '9',
        markerUnits: 'userSpaceOnUse',
        orient: 'auto',
      },
      h('path', { d: 'M0.5 0.8 7.5 4 0.5 7.2z', class: id }),
    );
  return h('defs', { key: 'markers' }, tip('tip'), tip('tip-lost'), tip('tip-plan'));
}

/** A smooth line from one point to another, level at both ends. */
export function curve(x1, y1, x2, y2) {
  const bend = (x2 - x1) * 0.5;
  return `M${fix(x1)} ${fix(y1)}C${fix(x1 + bend)} ${fix(y1)} ${fix(x2 - bend)} ${fix(y2)} ${fix(x2)} ${fix(y2)}`;
}

function fix(value) {
  return Math.round(value * 10) / 10;
}

/** Text that is cut where the box ends; the whole of it is in the element's detail. */
export function clip(text, letters) {
  const value = String(text);
  return value.length > letters ? `${value.slice(0, letters - 1)}…` : value;
}
