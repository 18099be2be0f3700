// SPDX-License-Identifier: Apache-2.0
/** Counters with one writing thread. Not exported: the pool and the ports show theirs by name. */
package net.vireo.port.count;
