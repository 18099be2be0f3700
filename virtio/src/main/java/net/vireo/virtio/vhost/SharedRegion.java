// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

/**
 * A region with the descriptor of its file.
 *
 * @param fd owned by who made the record; others use it as long as the region is in the table
 */
public record SharedRegion(MemoryRegion region, int fd) {}
