// SPDX-License-Identifier: Apache-2.0
/** Where the boxes of the packet walk lie. Pure. */
import { BOXES } from './stages.js';

export const BOX = { width: 140, height: 74 };
const STEP = 164;
const LEFT = 16;
const LANES = [58, 174, 290, 424];

/** The size of a pipeline's drawing; `bands` makes room for the ACTIONS band. */
export function size(bands) {
  return { width: LEFT * 2 + STEP * 8 + BOX.width, height: bands ? 590 : 512 };
}

/** The box's corner. */
export function corner(id) {
  const box = BOXES.find((one) => one.id === id);
  return { x: LEFT + box.column * STEP, y: LANES[box.lane] };
}

/** Where arrows leave and enter a box. */
export function sides(id) {
  const { x, y } = corner(id);
  return {
    left: [x, y + BOX.height / 2],
    right: [x + BOX.width, y + BOX.height / 2],
    top: [x + BOX.width / 2, y],
    bottom: [x + BOX.width / 2, y + BOX.height],
    middle: [x + BOX.width / 2, y + BOX.height / 2],
  };
}

/** The line of an arrow. 'over' and 'under' pass by the boxes between. */
export function arrowLine(from, to, bend) {
  const one = sides(from);
  const other = sides(to);
  if (bend === 'over' || bend === 'under') {
    const lift = bend === 'over' ? -26 : 26;
    const start = bend === 'over' ? one.top : one.bottom;
    const end = bend === 'over' ? other.top : other.bottom;
    return `M${start[0]} ${start[1]}C${start[0] + 30} ${start[1] + lift * 1.3} ${end[0] - 30} ${end[1] + lift * 1.3} ${end[0]} ${end[1]}`;
  }
  const [x1, y1] = one.right;
  const [x2, y2] = other.left;
  const half = (x2 - x1) / 2;
  return `M${x1} ${y1}C${x1 + half} ${y1} ${x2 - half} ${y2} ${x2} ${y2}`;
}

/** A line through the boxes of a walk, entering left and leaving right; it passes over boxes between, back ways go under. */
export function walkLine(ids) {
  let path = '';
  ids.forEach((id, index) => {
    const here = sides(id);
    if (index === 0) {
      path = `M${here.left[0]} ${here.left[1]}L${here.right[0]} ${here.right[1]}`;
      return;
    }
    const before = sides(ids[index - 1]);
    const [x1, y1] = before.right;
    if (here.left[1] === y1 && here.left[0] > x1 + STEP) {
      const high = y1 - BOX.height / 2 - 17;
      path += `C${x1 + 16} ${y1} ${x1 + 2} ${high} ${x1 + 40} ${high}H${here.left[0] - 40}C${here.left[0] - 2} ${high} ${here.left[0] - 16} ${y1} ${here.left[0]} ${y1}L${here.right[0]} ${here.right[1]}`;
    } else if (here.left[0] > x1) {
      const half = (here.left[0] - x1) / 2;
      path += `C${x1 + half} ${y1} ${here.left[0] - half} ${here.left[1]} ${here.left[0]} ${here.left[1]}L${here.right[0]} ${here.right[1]}`;
    } else {
      path += `L${before.bottom[0]} ${before.bottom[1]}L${here.top[0]} ${here.top[1]}L${here.right[0]} ${here.right[1]}`;
    }
  });
  return path;
}

/** The distinct boxes of a list of steps, in order, to the egress or the drop where the last one says so. */
export function boxesOf(steps, boxOf) {
  const ids = [];
  const add = (id) => id && ids[ids.length - 1] !== id && ids.push(id);
  for (const step of steps) {
    add(boxOf(step.graphNode));
    if (step.dropped) {
      add('drop');
    } else if (step.txVif && !step.to) {
      add('out');
    }
  }
  return ids;
}
