// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

/** Message types: the values of option 53 (RFC 2132 9.6). */
final class DhcpType {
    static final int DISCOVER = 1;
    static final int OFFER = 2;
    static final int REQUEST = 3;
    static final int DECLINE = 4;
    static final int ACK = 5;
    static final int NAK = 6;
    static final int RELEASE = 7;
    static final int INFORM = 8;

    private DhcpType() {}
}
