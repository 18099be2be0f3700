// SPDX-License-Identifier: Apache-2.0
/** {@code vireo doctor}: looks twice at a node's counters and says what is wrong, what it costs, and what mends it. */
package net.vireo.cli.doctor;
