// SPDX-License-Identifier: Apache-2.0
/** Draws the core matrix, column by column. */
import { h } from '../dom.js';
import { picture } from '../picture.js';
import { dropBin } from './bin.js';
import { internalQueue, poller, processor } from './cores.js';
import { endBox } from './ends.js';
import { layout } from './layout.js';
import { links, plan } from './links.js';
import { railLines } from './railview.js';
import { inRing, outRing } from './rings.js';

/**
 * @param scene `{snapshot, model, context, planned, openRing(vif, queue)}`; `planned` are paths of a knob's preview
 */
export function matrixPicture(scene) {
  const place = layout(scene.model);
  const drawing = { ...scene, place, column: (name) => place.columns[name].x, node: scene.snapshot.node };
  return picture(
    `Core matrix of ${scene.snapshot.node}, ${scene.model.down ? 'physical to virtual' : 'virtual to physical'}`,
    place,
    bands(drawing),
    railLines(drawing),
    h('g', { key: 'links' }, links(drawing)),
    h('g', { key: 'plan' }, plan(drawing)),
    endBox(drawing, 'source', scene.model.from),
    h(
      'g',
      { key: 'in' },
      scene.model.inRings.map((queue) => inRing(drawing, queue)),
    ),
    h(
      'g',
      { key: 'pollers' },
      scene.model.pollers.map((lcore) => poller(drawing, lcore)),
    ),
    h(
      'g',
      { key: 'internal' },
      scene.model.processors.map((lcore) => internalQueue(drawing, lcore)),
    ),
    h(
      'g',
      { key: 'processors' },
      scene.model.processors.map((lcore) => processor(drawing, lcore)),
    ),
    h(
      'g',
      { key: 'out' },
      scene.model.outRings.map((queue) => outRing(drawing, queue)),
    ),
    endBox(drawing, 'target', scene.model.to),
    dropBin(drawing),
  );
}

function bands({ place, model, column }) {
  const y = place.top - 26;
  const height = place.bottom - y + 8;
  const device = model.down ? 'device rings' : 'VirtIO rings';
  const exit = model.down ? 'VirtIO rings' : 'device rings';
  const head = (name, x) => h('text', { key: name + x, x, y: y + 17, class: 'column-head' }, name);
  return h(
    'g',
    { key: 'bands' },
    h('rect', {
      x: column('inRings') - 36,
      y,
      width: column('outRings') - column('inRings') + 72,
      height,
      rx: 14,
      class: 'band vrouter',
    }),
    head(device, column('inRings')),
    head('polling lcores', column('pollers')),
    head('internal queues', column('internal')),
    head('processing lcores', column('processors')),
    head(exit, column('outRings')),
  );
}
