// SPDX-License-Identifier: Apache-2.0

/**
 * ICMP and ICMPv6 as a router owes them to its guests: answers to echoes, and errors (RFC 792, RFC 1812, RFC 4443).
 */
package net.vireo.agent.service.icmp;
