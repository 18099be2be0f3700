// SPDX-License-Identifier: Apache-2.0
/** How a guest is joined to the data plane: the deck's columns of page 25, by what is counted. Pure. */

const NOTABLE_PPS = 10;

/** From here on a guest is one that sleeps and wants to be called: a kernel's driver. */
const OFTEN = 0.5;

/** What a vif counted under a name, per second; `null` where nobody counts it. */
function perSecond(vif, name) {
  return (vif.rails ?? []).find((rail) => rail.name === name)?.pps ?? null;
}

/** Calls of a guest, per second; `null` for who shares no memory. */
export function notifications(vif) {
  return vif.attachment?.kind === 'vhost-user' ? perSecond(vif, 'TX port syscalls') : null;
}

/** System calls for packets, both ways, per second; `null` where nobody counts them. */
export function systemCalls(vif) {
  const [receive, send] = [perSecond(vif, 'RX port syscalls'), perSecond(vif, 'TX port syscalls')];
  return receive === null && send === null ? null : (receive ?? 0) + (send ?? 0);
}

/**
 * Which of the deck's pairs of router and guest it is: `{page, words, mixed}`. The router polls; a guest is a kernel when it
 * is called for its packets. Page 0: not one of them, or nothing to judge by.
 */
export function pair(vif) {
  if (!vif.attachment) {
    return { page: 0, words: 'no device', mixed: false };
  }
  if (vif.attachment.kind !== 'vhost-user') {
    return { page: 0, words: `by ${vif.attachment.kind}, through the kernel`, mixed: false };
  }
  const received = vif.txPps ?? 0;
  if (received < NOTABLE_PPS) {
    return { page: 0, words: 'shares its memory; idle', mixed: false };
  }
  return (notifications(vif) ?? 0) / received >= OFTEN
    ? { page: 42, words: 'polling router, kernel guest: called for its packets', mixed: true }
    : { page: 43, words: 'polling router, polling guest', mixed: false };
}
