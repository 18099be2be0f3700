// SPDX-License-Identifier: Apache-2.0
/** The ledger's badge: a wrong sum is the loudest thing on any screen. */
import { commands } from './commands.js';
import { copyButton } from './copy.js';
import { h } from './dom.js';
import { count } from './format.js';
import { table } from './table.js';

/** "12 packets missing (lcore 11)", or "3 packets counted twice". */
export function imbalance(ledger) {
  const missing = ledger.missing ?? 0;
  if (missing === 0 && ledger.broken?.length > 0) {
    return ledger.broken[0];
  }
  const where = ledger.stage ? ` (${ledger.stage})` : '';
  const word = Math.abs(missing) === 1 ? 'packet' : 'packets';
  return missing < 0 ? `${count(-missing)} ${word} counted twice${where}` : `${count(missing)} ${word} missing${where}`;
}

export function ledgerBadge(snapshot) {
  const { ledger } = snapshot;
  if (!ledger) {
    return null;
  }
  const state = ledger.asked === false ? 'unknown' : ledger.balanced ? 'balanced' : 'broken';
  const words = { unknown: 'ledger: not asked yet', balanced: '✓ ledger balanced', broken: `✕ ${imbalance(ledger)}` }[
    state
  ];
  return h(
    'details',
    { class: `ledger ${state}`, key: 'ledger', 'data-balanced': state === 'unknown' ? '' : String(ledger.balanced) },
    h('summary', { title: 'in + births = out + held + consumed + drops' }, words),
    h(
      'div',
      { class: 'ledger-terms' },
      table(
        'in + births = out + held + consumed + drops',
        [
          { name: 'term', value: (term) => term.name },
          { name: 'packets', value: (term) => term.packets, number: true },
        ],
        ledger.terms ?? [],
      ),
      (ledger.broken ?? []).map((sentence) => h('p', { class: 'bad', key: sentence }, sentence)),
      copyButton(commands.ledger(snapshot.node)),
    ),
  );
}
