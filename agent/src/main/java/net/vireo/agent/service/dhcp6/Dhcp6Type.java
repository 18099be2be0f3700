// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp6;

/** Message types (RFC 8415 7.3). */
final class Dhcp6Type {
    static final int SOLICIT = 1;
    static final int ADVERTISE = 2;
    static final int REQUEST = 3;
    static final int CONFIRM = 4;
    static final int RENEW = 5;
    static final int REBIND = 6;
    static final int REPLY = 7;
    static final int RELEASE = 8;
    static final int DECLINE = 9;
    static final int INFORMATION_REQUEST = 11;

    private Dhcp6Type() {}
}
