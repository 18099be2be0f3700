// SPDX-License-Identifier: Apache-2.0
/** The ACTIONS band of page 5 as live counters: only what the data plane counts, under the column where it happens. */
import { sum } from '../shares.js';

/** `{column, name, pps, packets}`, in the order of the packet's way. */
export function actions(snapshot, counters) {
  const node = (...names) => ({
    pps: sum(names, (name) => counters.get(name)?.pps),
    packets: sum(names, (name) => counters.get(name)?.packets),
  });
  const drop = (...reasons) => {
    const list = (snapshot.drops ?? []).filter((one) => reasons.some((reason) => same(one.reason, reason)));
    return { pps: sum(list, (one) => one.pps), packets: sum(list, (one) => one.packets) };
  };
  const vifs = (direction) => ({
    pps: sum(snapshot.vifs, (vif) => vif[`${direction}Pps`]),
    packets: sum(snapshot.vifs, (vif) => vif[`${direction}Packets`]),
  });
  return [
    { column: 0, name: 'VIF stats, in', ...vifs('rx') },
    { column: 1, name: 'false source', bad: true, ...drop('Spoofed source', 'Invalid Source') },
    { column: 2, name: 'policy drop', bad: true, ...drop('Flow Action Drop') },
    { column: 3, name: 'decap', ...node('decap-input', 'vxlan-input') },
    { column: 4, name: 'TTL expired', bad: true, ...node('ttl-expired') },
    { column: 5, name: 'copies', ...node('replicate') },
    { column: 6, name: 'mirrored', ...node('mirror') },
    { column: 7, name: 'encap', ...node('encap-mplsudp', 'encap-vxlan', 'encap-tunnel') },
    { column: 8, name: 'VIF stats, out', ...vifs('tx') },
  ];
}

/** Reasons come as labels or as names of the catalogue: "Flow Action Drop", FLOW_ACTION_DROP. */
function same(one, other) {
  const plain = (text) =>
    String(text)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '');
  return plain(one) === plain(other);
}
