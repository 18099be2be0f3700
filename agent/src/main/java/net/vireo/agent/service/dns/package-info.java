// SPDX-License-Identifier: Apache-2.0

/**
 * DNS for guests: the names of their network, answered here, and everything else forwarded (RFC 1034, RFC 1035, RFC 2308,
 * RFC 6891), in datagrams and over TCP (RFC 7766). Sockets, servers' addresses and clocks are the pump's.
 *
 * <p>Only questions are decoded. A name server's answer is passed on as it came, so that types unknown here reach the guest;
 * and no library is needed, whose module would make itself the resolver of the whole process.
 */
package net.vireo.agent.service.dns;
