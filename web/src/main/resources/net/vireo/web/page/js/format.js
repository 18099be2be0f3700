// SPDX-License-Identifier: Apache-2.0
/** Numbers as people read them. The exact number is in the tables and in the command's output. */

const UNITS = ['', 'k', 'M', 'G', 'T'];

/** 0, 7.5, 950, 1.25 k, 12.5 M: three digits, a unit of thousands. */
export function short(value) {
  const number = Number(value) || 0;
  let size = Math.abs(number);
  let unit = 0;
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  const digits = size >= 99.95 || size === Math.round(size) ? 0 : size >= 9.995 ? 1 : unit === 0 ? 1 : 2;
  const text = (number < 0 ? -size : size).toFixed(digits);
  return UNITS[unit] ? `${text} ${UNITS[unit]}` : text;
}

/** Packets per second: "1.25 Mpps", "950 pps"; a dash for what nobody counts. */
export function rate(pps) {
  if (pps === null || pps === undefined) {
    return '–';
  }
  const text = short(pps);
  const space = text.indexOf(' ');
  return space < 0 ? `${text} pps` : `${text}pps`;
}

/** Every digit, grouped: 12,431; a dash for what nobody counts. */
export function count(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  return Math.round(Number(value) || 0).toLocaleString('en-US');
}

export function percent(value) {
  const number = Number(value) || 0;
  return `${number > 0 && number < 10 ? number.toFixed(1) : Math.round(number)} %`;
}

/** "0.4 s", "12 s", "3 min". */
export function age(ms) {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.floor(seconds / 60)} min`;
}

/** "1 packet", "2 packets". */
export function many(number, word) {
  return `${count(number)} ${word}${Number(number) === 1 ? '' : 's'}`;
}

/** A before/after ratio: "×1.8", or null where there is nothing to divide by. */
export function ratio(before, after) {
  const from = Number(before);
  const to = Number(after);
  return Number.isFinite(from) && Number.isFinite(to) && from > 0 ? `×${(to / from).toFixed(2)}` : null;
}
