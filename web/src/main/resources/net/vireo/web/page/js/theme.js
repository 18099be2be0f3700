// SPDX-License-Identifier: Apache-2.0
/** Light, dark, or as the system says; the choice stays in this browser. */
const KEY = 'vireo-theme';
const ORDER = ['system', 'light', 'dark'];

export function theme() {
  try {
    const kept = localStorage.getItem(KEY);
    return ORDER.includes(kept) ? kept : 'system';
  } catch {
    return document.documentElement.dataset.theme ?? 'system';
  }
}

export function applyTheme(name) {
  if (name === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = name;
  }
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // A browser that keeps nothing still shows the theme until the page is left.
  }
}

export function nextTheme() {
  const name = ORDER[(ORDER.indexOf(theme()) + 1) % ORDER.length];
  applyTheme(name);
  return name;
}
