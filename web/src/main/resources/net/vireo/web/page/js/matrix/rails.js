// SPDX-License-Identifier: Apache-2.0
/** The dashed counter rails of the deck's pages 78 and 79, with their printed names, and the identities between them. */

const DOWN = [
  { side: 'from', name: 'RX device', column: 'nic' },
  { side: 'from', name: 'RX port', column: 'inRings' },
  { side: 'from', name: 'RX queue', column: 'fan', errors: true },
  { side: 'from', name: 'RX packets', column: 'processors' },
  { side: 'to', name: 'TX packets', column: 'exit' },
  { side: 'to', name: 'TX queue', column: 'handoff', errors: true },
  { side: 'to', name: 'TX port', column: 'outRings', errors: true },
  { side: 'to', name: 'TX device', column: 'end' },
];

/**
 * The rails of a matrix, in the order of the packet's way: `{name, of, pps, packets, errors, errorPps, column}`. A rail
 * that the snapshot does not count is left out, not shown as 0.
 */
export function rails(model) {
  return DOWN.flatMap((rail) => {
    const vif = model[rail.side];
    const counted = find(vif, rail.name);
    if (!counted || counted.packets === null) {
      return [];
    }
    const errors = find(vif, `${rail.name} errors`);
    return [
      {
        name: rail.name,
        of: vif,
        column: rail.column,
        pps: counted.pps ?? 0,
        packets: counted.packets ?? 0,
        errors: errors?.packets ?? counted.errors ?? null,
        errorPps: errors?.pps ?? counted.errorPps ?? 0,
      },
    ];
  });
}

/** The identities that belong to this direction: of what comes in at the one side, of what leaves at the other. */
export function identities(model) {
  const of = (vif, prefix) =>
    (vif.identities ?? [])
      .filter((identity) => identity.text.startsWith(prefix))
      .map((identity) => ({ ...identity, vif, skew: identity.left - identity.right }));
  return [...of(model.from, 'RX'), ...of(model.to, 'TX')];
}

function find(vif, name) {
  return (vif.rails ?? []).find((rail) => rail.name.toLowerCase() === name.toLowerCase());
}
