// SPDX-License-Identifier: Apache-2.0
/** {@code vireo flow}: the flow table, what it holds, how fast it grows, and changing an entry by hand. */
package net.vireo.cli.flow;
