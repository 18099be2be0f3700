// SPDX-License-Identifier: Apache-2.0
/** How much of the ink an element gets. Idle is faded, as in the deck: so one picture has many states. */

export const IDLE_OPACITY = 0.3;

/** Below this share of the busiest neighbour an element is idle: keep-alives must not light a path up. */
const IDLE_SHARE = 0.01;

/** Whether a rate is traffic, among neighbours of which the busiest has `most`. */
export function busy(pps, most) {
  return pps > 0.5 && most > 0 && pps / most >= IDLE_SHARE;
}

/** 0.3 when idle, 0.8 when nobody counts it, else 0.55 to 1 by the square root of the share. */
export function opacity(pps, most) {
  if (pps === null || pps === undefined) {
    return 0.8;
  }
  return busy(pps, most) ? round(0.55 + 0.45 * Math.sqrt(Math.min(1, pps / most))) : IDLE_OPACITY;
}

/** Stroke width in pixels by the logarithm of the rate: 1 when idle, 7.5 at ten million packets per second. */
export function width(pps) {
  return pps > 0.5 ? round(1.5 + 6 * Math.min(1, Math.log10(1 + pps) / 7)) : 1;
}

/** How dense the moving dots are: 0, none, to 6, by the logarithm of the rate. */
export function dots(pps, most) {
  return busy(pps, most) ? Math.min(6, Math.max(1, Math.round(Math.log10(1 + pps)))) : 0;
}

export function sum(list, value) {
  return list.reduce((total, item) => total + (Number(value(item)) || 0), 0);
}

export function most(list, value) {
  return list.reduce((best, item) => Math.max(best, Number(value(item)) || 0), 0);
}

/** Keeps attributes equal while nothing that can be seen has changed. */
function round(value) {
  return Math.round(value * 20) / 20;
}
