// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import java.net.InetSocketAddress;
import net.vireo.agent.service.Bytes;

/**
 * A query for the pump to send, from a port that is hard to guess.
 *
 * @param server where to
 * @param stream whether over TCP: the answer did not fit a datagram
 */
public record UpstreamQuery(InetSocketAddress server, Bytes message, boolean stream) {}
