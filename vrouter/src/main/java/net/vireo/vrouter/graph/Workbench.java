// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.table.Tables;

/**
 * What the nodes of one lcore share.
 *
 * @param packets the rows
 * @param tables the router's tables, read only here
 * @param counters this lcore's
 * @param cache this lcore's free buffers
 * @param transmit this lcore's transmit batches
 * @param seed drawn once per start, for hashes that a neighbour shall not predict
 */
public record Workbench(
        Packets packets, Tables tables, LcoreCounters counters, PoolCache cache, Transmit transmit, long seed) {}
