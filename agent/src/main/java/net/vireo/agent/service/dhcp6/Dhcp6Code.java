// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp6;

/** Options and status codes (RFC 8415 21, 21.13; RFC 3646). */
final class Dhcp6Code {
    static final int CLIENT_ID = 1;
    static final int SERVER_ID = 2;
    static final int IA_NA = 3;
    static final int IA_TA = 4;
    static final int IA_ADDRESS = 5;
    static final int OPTION_REQUEST = 6;
    static final int PREFERENCE = 7;
    static final int STATUS = 13;
    static final int RAPID_COMMIT = 14;
    static final int DNS_SERVERS = 23;
    static final int DOMAIN_LIST = 24;
    static final int IA_PD = 25;

    static final int STATUS_SUCCESS = 0;
    static final int STATUS_NO_ADDRESSES = 2;
    static final int STATUS_NO_BINDING = 3;
    static final int STATUS_NOT_ON_LINK = 4;
    static final int STATUS_NO_PREFIX = 6;

    private Dhcp6Code() {}
}
