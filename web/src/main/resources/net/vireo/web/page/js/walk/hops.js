// SPDX-License-Identifier: Apache-2.0
/** A trace's answer, put in order for drawing: per node what was predicted and what was taken. Pure. */

const GOOD = ['delivered', 'answered', 'to-host'];
const BAD = ['dropped', 'lost'];

/**
 * @param answer the server's answer to a trace
 * @returns `[{node, predicted: {hop, steps} | null, actual: {hop, steps} | null, parted: set of graph nodes}]`
 */
export function lanes(answer) {
  const list = [];
  const add = (walk, side) => {
    (walk?.hops ?? []).forEach((hop, index) => {
      const lane = list.find((one) => one.node === hop.node && one[side] === null) ?? fresh(list, hop.node);
      lane[side] = { hop, index, steps: (hop.steps ?? []).filter((step) => !step.packet) };
    });
  };
  add(answer.predicted, 'predicted');
  add(answer.actual, 'actual');
  for (const parting of answer.partings ?? []) {
    const at = list.find(
      (lane) => lane.node === parting.node && [lane.predicted?.index, lane.actual?.index].includes(parting.hop),
    );
    (at ?? list.find((lane) => lane.node === parting.node))?.parted.add(parting.graphNode);
  }
  return list;
}

function fresh(list, node) {
  const lane = { node, predicted: null, actual: null, parted: new Set() };
  list.push(lane);
  return lane;
}

/** The steps of both sides, row by row; where one side is at another graph node it starts a row of its own. */
export function rows(lane) {
  const predicted = [...(lane.predicted?.steps ?? [])];
  const actual = [...(lane.actual?.steps ?? [])];
  const list = [];
  while (predicted.length > 0 || actual.length > 0) {
    const [one] = predicted;
    const [other] = actual;
    const together = one && other && one.graphNode === other.graphNode;
    const ahead = !together && one && actual.some((step) => step.graphNode === one.graphNode);
    const left = together || (one && !ahead) ? predicted.shift() : null;
    const right = together || (ahead && other) || !one ? actual.shift() : null;
    list.push({
      predicted: left,
      actual: right,
      graphNode: (left ?? right).graphNode,
      parted: lane.parted.has((left ?? right).graphNode),
    });
  }
  return list;
}

/** What a packet came to, in one sentence, and whether that is good, bad, or neither: it may only have been handed on. */
export function verdict(answer) {
  const { outcome } = answer;
  const tone = GOOD.includes(outcome?.kind) ? 'good' : BAD.includes(outcome?.kind) ? 'bad' : 'neutral';
  return { text: outcome?.text ?? 'no outcome', sentence: outcome?.sentence ?? '', tone };
}
