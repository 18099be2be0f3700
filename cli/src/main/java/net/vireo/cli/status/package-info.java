// SPDX-License-Identifier: Apache-2.0
/** {@code vireo status}: one screen on each node, and what is wrong with it. */
package net.vireo.cli.status;
