// SPDX-License-Identifier: Apache-2.0
/** Where nodes and guests lie on the map. Pure. */

export const GUEST = { width: 186, height: 52, gap: 10 };
const NODE_GAP = 64;
const MARGIN = 24;
const NODE_TOP = 176;
const STRANGERS = 66;
const HEAD = 46;

/** @returns `{width, height, band, nodes: Map(name -> {x, y, width, height, guests: Map(id -> {x, y})}), foreign: Map}` */
export function layout(model) {
  const across = model.nodes.length > 2 ? 1 : 2;
  const width = MARGIN + across * (GUEST.width + GUEST.gap) - GUEST.gap + MARGIN;
  const strangers = [...new Set(model.tubes.flatMap((tube) => [tube.one, tube.other]))].filter(
    (name) => !model.nodes.some((node) => node.name === name),
  );
  const top = NODE_TOP + (strangers.length > 0 ? STRANGERS : 0);
  const nodes = new Map();
  let tallest = 0;
  model.nodes.forEach((node, index) => {
    const x = MARGIN + index * (width + NODE_GAP);
    const guests = new Map(
      node.guests.map((guest, at) => [
        guest.id,
        {
          x: x + MARGIN + (at % across) * (GUEST.width + GUEST.gap),
          y: top + HEAD + Math.floor(at / across) * (GUEST.height + GUEST.gap),
        },
      ]),
    );
    const height = HEAD + Math.max(1, Math.ceil(node.guests.length / across)) * (GUEST.height + GUEST.gap) + 12;
    tallest = Math.max(tallest, height);
    nodes.set(node.name, { x, y: top, width, height, guests });
  });
  const total = Math.max(760, MARGIN * 2 + model.nodes.length * width + Math.max(0, model.nodes.length - 1) * NODE_GAP);
  const foreign = new Map(
    strangers.map((name, index) => [name, { x: MARGIN + index * 170, y: 12, width: 150, height: 40 }]),
  );
  return { width: total, height: top + tallest + 24, band: { y: top - 154, height: 84 }, nodes, foreign };
}

/** A strand of a tube: up from one node, through the network, down to the other. `shift` sets strands side by side. */
export function strand(place, tube, shift, lift) {
  const end = (name) => {
    const node = place.nodes.get(name);
    const stranger = place.foreign.get(name);
    return node ? [node.x + node.width / 2, node.y] : [stranger.x + stranger.width / 2, stranger.y + stranger.height];
  };
  const [left, right] = [end(tube.one), end(tube.other)].sort((here, there) => here[0] - there[0]);
  const one = [left[0] + shift, left[1]];
  const other = [right[0] - shift, right[1]];
  const y = place.band.y + place.band.height / 2 + lift;
  const bend = 26;
  const turn = (from) => (from[1] > y ? `V${y + bend}` : `V${y - bend}`);
  const to = other[1] > y ? y + bend : y - bend;
  return `M${one[0]} ${one[1]}${turn(one)}Q${one[0]} ${y} ${one[0] + bend} ${y}H${other[0] - bend}Q${other[0]} ${y} ${other[0]} ${to}V${other[1]}`;
}
