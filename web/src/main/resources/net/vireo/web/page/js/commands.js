// SPDX-License-Identifier: Apache-2.0
/** The vireo command that prints what an element shows: every number here is one of theirs. */

const PLAIN = /^[A-Za-z0-9_./:@%+=,-]+$/;

/** A word as a shell takes it. */
export function word(text) {
  const value = String(text);
  return PLAIN.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

function on(node, ...words) {
  return ['vireo', ...words.map(word), '--node', word(node)].join(' ');
}

export const commands = {
  traffic: (node) => on(node, 'traffic'),
  vif: (node, vif, core) => on(node, 'vif', '--get', vif.id, ...(core === undefined ? [] : ['--core', core])),
  vifRates: (node) => on(node, 'vif', '--list', '--rate'),
  queues: (node) => on(node, 'dpdkinfo', '-c'),
  knobs: (node) => on(node, 'dpdkinfo', '-k'),
  rss: (node) => on(node, 'rss'),
  ledger: (node) => on(node, 'ledger'),
  doctor: (node) => on(node, 'doctor'),
  drops: (node) => on(node, 'dropstats', '--explain'),
  dropLog: (node) => on(node, 'dropstats', '--log'),
  nexthops: (node) => on(node, 'nh', '--list'),
  labels: (node) => on(node, 'mpls', '--dump'),
  trace: (node, vif) => on(node, 'trace', '--next', '1', '--vif', vif.name),
  ring: (node, vif, queue, side) => on(node, 'vif', '--get', vif.id, '--ring', queue.queue, '--side', side),
  fault: (wish, fault) => ['vireo', 'lab', 'fault', wish, word(fault.name)].join(' '),
  status: () => 'vireo status',
};
