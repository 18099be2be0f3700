// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

/**
 * An IPv4 route of the main table, or the answer for one destination. A route with several next hops is several of
 * these.
 *
 * @param prefix big-endian: 10.0.0.0 is 0x0a000000; 0 with length 0 is the default route
 * @param prefixLength 0 to 32
 * @param gateway the next router, or 0 when the destination is on the link
 * @param oifIndex the link that packets leave by, 0 when the route has none
 * @param source the address that the host's own packets leave with, 0 when the route does not say
 */
public record Route(int prefix, int prefixLength, int gateway, int oifIndex, int source) {}
