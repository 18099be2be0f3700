// SPDX-License-Identifier: Apache-2.0
/**
 * The page as a tree of plain objects, and the one place that touches the document. Names from the data plane become
 * text nodes or attribute values, never markup; attributes that could carry code are refused. Elements live on from one
 * drawing to the next, so focus, scrolling and running animations are kept five times a second.
 */
const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';
const PROPERTIES = new Set(['value', 'checked', 'disabled']);
const LINKS = /^(#|\/)/;

/**
 * A node of the tree. `attrs.key` keeps an element's identity when its neighbours change, `attrs.on` holds listeners,
 * `attrs.made` is called once with the element when it is in the document.
 */
export function h(tag, attrs, ...children) {
  return { tag, attrs: attrs ?? {}, children: children.flat(4).filter(present) };
}

function present(child) {
  return child !== null && child !== undefined && child !== false && child !== '';
}

/** Makes the parent's children what the list says, with as few changes as it takes. */
export function patch(parent, list) {
  const before = parent.vireoChildren ?? [];
  const keyed = new Map(before.filter((held) => held.key !== undefined).map((held) => [held.key, held]));
  const loose = before.filter((held) => held.key === undefined);
  const after = list.filter(present).map((vnode) => {
    const key = vnode.attrs?.key;
    const held = key === undefined ? loose.shift() : keyed.get(key);
    keyed.delete(key);
    if (held && fits(held, vnode)) {
      return update(held, vnode, key);
    }
    held?.element.remove();
    return create(vnode, key, parent);
  });
  loose.forEach((held) => held.element.remove());
  keyed.forEach((held) => held.element.remove());
  after.forEach((held, index) => {
    const there = parent.childNodes[index];
    if (there !== held.element) {
      parent.insertBefore(held.element, there ?? null);
    }
  });
  parent.vireoChildren = after;
}

function fits(held, vnode) {
  return typeof vnode === 'object' ? held.tag === vnode.tag : held.tag === undefined;
}

function create(vnode, key, parent) {
  if (typeof vnode !== 'object') {
    return { element: document.createTextNode(String(vnode)), text: String(vnode) };
  }
  const svg = vnode.tag === 'svg' || (parent.namespaceURI === SVG_NAMESPACE && parent.localName !== 'foreignObject');
  const element = svg ? document.createElementNS(SVG_NAMESPACE, vnode.tag) : document.createElement(vnode.tag);
  const held = { element, tag: vnode.tag, key, attrs: {} };
  dress(held, vnode.attrs);
  patch(element, vnode.children);
  PROPERTIES.forEach((name) => name in vnode.attrs && setProperty(element, name, vnode.attrs[name]));
  if (vnode.attrs.made) {
    queueMicrotask(() => vnode.attrs.made(element));
  }
  return held;
}

function update(held, vnode, key) {
  if (typeof vnode !== 'object') {
    if (held.text !== String(vnode)) {
      held.text = String(vnode);
      held.element.data = held.text;
    }
    return held;
  }
  held.key = key;
  dress(held, vnode.attrs);
  patch(held.element, vnode.children);
  if ('value' in vnode.attrs) {
    setProperty(held.element, 'value', vnode.attrs.value);
  }
  return held;
}

function dress(held, attrs) {
  const { element } = held;
  for (const name of Object.keys(held.attrs)) {
    if (!(name in attrs)) {
      setAttribute(element, name, null);
    }
  }
  for (const [name, value] of Object.entries(attrs)) {
    if (name === 'on') {
      listen(element, value);
    } else if (name !== 'key' && name !== 'made' && name !== 'value' && held.attrs[name] !== value) {
      setAttribute(element, name, value);
    }
  }
  held.attrs = attrs;
}

function setAttribute(element, name, value) {
  if (/^on|^style$|^srcdoc$/i.test(name) || (name === 'href' && value !== null && !LINKS.test(value))) {
    throw new Error(`attribute ${name} is not set from data`);
  }
  if (PROPERTIES.has(name)) {
    setProperty(element, name, value);
  } else if (value === null || value === undefined || value === false) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** A field that a person is typing in keeps what is typed. */
function setProperty(element, name, value) {
  const typing = name === 'value' && document.activeElement === element && element.localName === 'input';
  if (!typing && element[name] !== value) {
    element[name] = value ?? '';
  }
}

function listen(element, handlers) {
  if (!element.vireoHandlers) {
    element.vireoHandlers = {};
  }
  for (const type of Object.keys(handlers)) {
    if (!(type in element.vireoHandlers)) {
      element.addEventListener(type, (event) => element.vireoHandlers[type]?.(event));
    }
  }
  for (const type of Object.keys(element.vireoHandlers)) {
    element.vireoHandlers[type] = handlers[type];
  }
  Object.assign(element.vireoHandlers, handlers);
}
