// SPDX-License-Identifier: Apache-2.0
/** Draws the pipeline of one node with its hits, and a walk through it. */
import { commands } from '../commands.js';
import { h } from '../dom.js';
import { count, rate } from '../format.js';
import { clip, item, picture } from '../picture.js';
import { dots, most, opacity, width } from '../shares.js';
import { actions } from './actions.js';
import { arrowLine, BOX, boxesOf, corner, size, walkLine } from './layout.js';
import { ARROWS, BOXES, boxCounters, boxOf, nodeCounters, unplaced } from './stages.js';

const LANE_NAMES = [
  ['Fabric', 48],
  ['VM', 280],
  ['aside', 414],
];

/**
 * @param node the node's name
 * @param snapshot its snapshot, or null when it has none: boxes are then drawn without numbers
 * @param walk `{predicted: steps, actual: steps, parted: set of graph nodes}` or null
 */
export function pipeline(context, node, snapshot, walk) {
  const counters = nodeCounters(snapshot?.steps);
  const hits = new Map(BOXES.map((box) => [box.id, boxCounters(counters, box, snapshot?.vifs ?? [])]));
  const busiest = most([...hits.values()], (hit) => hit.pps);
  const scene = { context, node, snapshot, hits, busiest, walk };
  return picture(
    `Packet walk of ${node}`,
    size(true),
    h(
      'g',
      { key: 'lanes' },
      LANE_NAMES.map(([name, y]) => h('text', { key: name, x: 16, y, class: 'lane-name' }, name)),
    ),
    h(
      'g',
      { key: 'arrows' },
      ARROWS.map((arrow) => arrowOf(scene, arrow)),
    ),
    walkLines(scene),
    h(
      'g',
      { key: 'boxes' },
      BOXES.map((box) => boxOfPicture(scene, box)),
    ),
    snapshot && band(scene, actions(snapshot, counters)),
    unplaced(counters).length > 0 &&
      h(
        'text',
        { key: 'other', x: 16, y: size(true).height - 6, class: 'small start' },
        `not in the deck's drawing: ${unplaced(counters)
          .map((one) => `${one.name} ${rate(one.pps)}`)
          .join(', ')}`,
      ),
  );
}

/** The rate of an arrow is not counted; it is at most the smaller one of its ends, and drawn as that. */
function arrowOf({ hits, busiest, walk }, [from, to, key, bend]) {
  const pps = Math.min(hits.get(from).pps, hits.get(to).pps);
  const d = arrowLine(from, to, bend);
  const density = walk ? 0 : dots(pps, busiest);
  const at = middleOf(from, to, bend);
  return h(
    'g',
    { key: `${from}-${to}`, class: 'link' },
    h('path', {
      d,
      class: 'wire',
      opacity: opacity(pps, busiest),
      'stroke-width': width(pps),
      'marker-end': 'url(#tip)',
    }),
    density > 0 && h('path', { d, class: `dots dots-${density}` }),
    key && h('text', { x: at[0], y: at[1], class: 'key' }, key),
  );
}

function middleOf(from, to, bend) {
  const one = corner(from);
  const other = corner(to);
  const x = (one.x + BOX.width + other.x) / 2;
  if (bend === 'over') {
    return [x, one.y - 22];
  }
  if (bend === 'under') {
    return [x, one.y + BOX.height + 30];
  }
  return one.y === other.y ? [x, one.y - 7] : [x, (one.y + other.y) / 2 + BOX.height / 2 - 7];
}

function walkLines({ walk }) {
  if (!walk) {
    return null;
  }
  const predicted = boxesOf(walk.predicted ?? [], boxOf);
  const actual = boxesOf(walk.actual ?? [], boxOf);
  return h(
    'g',
    { key: 'walk' },
    predicted.length > 0 &&
      h('path', {
        key: 'outline',
        class: 'predicted-outline',
        d: walkLine(predicted),
        'data-boxes': predicted.join(' '),
      }),
    predicted.length > 0 && h('path', { key: 'hollow', class: 'predicted-hollow', d: walkLine(predicted) }),
    actual.length > 0 &&
      h('path', { key: 'actual', class: 'actual', d: walkLine(actual), 'data-boxes': actual.join(' ') }),
  );
}

function boxOfPicture(scene, box) {
  const { context, node, hits, busiest, walk, snapshot } = scene;
  const { x, y } = corner(box.id);
  const hit = hits.get(box.id);
  const names = [...box.counted, ...box.also];
  const on = (steps) => (steps ?? []).filter((step) => names.includes(step.graphNode));
  const predicted = on(walk?.predicted);
  const actual = on(walk?.actual);
  const parted = walk && [...predicted, ...actual].some((step) => walk.parted.has(step.graphNode));
  const faded = walk
    ? predicted.length || actual.length
      ? 1
      : 0.35
    : box.kind === 'drop' && hit.pps > 0.5
      ? 1
      : opacity(hit.pps, busiest);
  const keys = (actual.length ? actual : predicted).map((step) => `${step.graphNode}: ${step.text}`);
  const detail = {
    title: `${box.title} on ${node}`,
    lines: [
      ...keys,
      ...(snapshot
        ? hit.parts.map(
            (part) =>
              `${part.name}: ${rate(part.pps)}, ${count(part.packets)} packets${part.nsPerPacket > 0 ? `, ${Math.round(part.nsPerPacket)} ns each` : ''}`,
          )
        : []),
    ],
    command: commandOf(box.id, node),
  };
  const marks = [box.kind, predicted.length && 'is-predicted', actual.length && 'is-actual', parted && 'is-parted']
    .filter(Boolean)
    .join(' ');
  return item(
    context,
    `${node}-${box.id}`,
    detail,
    { class: `stage ${marks}`, 'data-box': box.id, 'data-packets': hit.packets, 'data-pps': Math.round(hit.pps) },
    h('rect', { key: 'back', x, y, width: BOX.width, height: BOX.height, rx: 10, class: 'stage-back' }),
    h('rect', { key: 'box', x, y, width: BOX.width, height: BOX.height, rx: 10, class: 'stage-box', opacity: faded }),
    h(
      'text',
      { key: 'title', x: x + BOX.width / 2, y: y + 20, class: `stage-title ${faded < 0.5 ? 'faded' : ''}` },
      box.title,
    ),
    snapshot &&
      h(
        'text',
        { key: 'rate', x: x + BOX.width / 2, y: y + 41, class: `stage-rate ${faded < 0.5 ? 'faded' : ''}` },
        rate(hit.pps),
      ),
    h('text', { key: 'nodes', x: x + BOX.width / 2, y: y + 60, class: 'tiny' }, clip(names.join(' '), 23)),
    parted && h('text', { key: 'parted', x: x + BOX.width / 2, y: y - 6, class: 'small bad' }, '✕ part here'),
  );
}

function commandOf(id, node) {
  const of = {
    nexthop: commands.nexthops,
    receive: commands.nexthops,
    rewrite: commands.nexthops,
    tunnel: commands.nexthops,
    label: commands.labels,
    drop: commands.drops,
    in: commands.vifRates,
    out: commands.vifRates,
  };
  return (of[id] ?? commands.traffic)(node);
}

function band({ context, node }, list) {
  const y = 528;
  return h(
    'g',
    { key: 'band' },
    h('text', { x: 16, y: y - 9, class: 'lane-name' }, 'Actions'),
    list.map((action) => {
      const x = 16 + action.column * 164;
      const wrong = action.bad && action.pps > 0.5;
      return item(
        context,
        `${node}-action-${action.column}`,
        {
          title: `${action.name} on ${node}`,
          lines: [`${rate(action.pps)}, ${count(action.packets)} packets`],
          command: action.bad ? commands.drops(node) : commands.traffic(node),
        },
        { class: 'action' },
        h('rect', {
          key: 'box',
          x,
          y,
          width: BOX.width,
          height: 40,
          rx: 8,
          class: wrong ? 'action-box wrong' : 'action-box',
        }),
        h('text', { key: 'name', x: x + BOX.width / 2, y: y + 16, class: 'tiny' }, action.name),
        h(
          'text',
          { key: 'rate', x: x + BOX.width / 2, y: y + 32, class: wrong ? 'small bad' : 'small strong' },
          `${wrong ? '✕ ' : ''}${rate(action.pps)}`,
        ),
      );
    }),
  );
}
