// SPDX-License-Identifier: Apache-2.0
/** Where the elements of the core matrix lie. Pure: numbers in, numbers out; the same for tests and for the picture. */

const WIDTH = 1272;
const TOP = 132;
const ROW = 104;
const LEAST_ROWS = 2;
const BIN = 98;
/** A ring that nobody polls stands under the others, where its loss has room to be read. */
const UNSERVED = 58;

/** The columns from left to right, in the packet's direction; x is a centre, for the boxes at both ends the left edge. */
const COLUMNS = {
  source: { x: 12, width: 140 },
  inRings: { x: 224 },
  pollers: { x: 350 },
  internal: { x: 550 },
  processors: { x: 708 },
  outRings: { x: 940 },
  target: { x: 1120, width: 140 },
};

/** Where each rail cuts the picture. */
const RAILS = { nic: 178, inRings: 277, fan: 476, processors: 622, exit: 794, handoff: 892, outRings: 990, end: 1088 };

/**
 * @param model what `matrix` made
 * @returns sizes, the y of each ring and lcore, and the columns' x
 */
export function layout(model) {
  const rows = Math.max(
    LEAST_ROWS,
    model.pollers.length,
    model.processors.length,
    rowsOf(model.inRings.filter((ring) => ring.served)),
    rowsOf(model.outRings),
  );
  const inner = rows * ROW;
  const spread = (list) => {
    const step = inner / Math.max(1, list.length);
    return list.map((_, index) => TOP + step * (index + 0.5));
  };
  const byNumber = (list) => new Map(spread(list).map((y, index) => [list[index].number, y]));
  const served = (list) => list.filter((ring) => ring.served);
  const unserved = model.inRings.filter((ring) => !ring.served);
  const byQueue = (list) => new Map(spread(served(list)).map((y, index) => [served(list)[index].queue, y]));
  const inRing = byQueue(model.inRings);
  unserved.forEach((ring, index) => inRing.set(ring.queue, TOP + inner + UNSERVED * (index + 0.5)));
  const bottom = TOP + inner + UNSERVED * unserved.length;
  return {
    width: WIDTH,
    height: bottom + BIN,
    top: TOP,
    bottom,
    columns: COLUMNS,
    railX: RAILS,
    inRing,
    outRing: byQueue(model.outRings),
    poller: byNumber(model.pollers),
    processor: byNumber(model.processors),
  };
}

/** Rings are smaller than lcores: three stand in the room of two. */
function rowsOf(list) {
  return Math.ceil((list.length * 2) / 3);
}

/** The 128 cells of the RSS strip as a grid: `{x, y, size}` of a cell. */
export function stripCell(index, entries) {
  const across = 16;
  const size = entries > 128 ? 5.2 : 7.4;
  return { x: (index % across) * (size + 0.6), y: Math.floor(index / across) * (size + 0.6), size };
}
