// SPDX-License-Identifier: Apache-2.0
/** Rates: samples once a second, on a terminal until a key says stop. */
package net.vireo.cli.watch;
