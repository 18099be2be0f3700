// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

/** How a network's guests resolve names; the names are those of the configuration (sheet of the original's IPAM). */
public enum DnsMode {
    /** No service: queries are not answered. */
    NONE,
    /** Everything is forwarded to the node's name servers. */
    DEFAULT,
    /** The guests know their own servers; queries to us are refused. */
    TENANT,
    /** The network's names are answered here, the rest is forwarded. */
    VIRTUAL
}
