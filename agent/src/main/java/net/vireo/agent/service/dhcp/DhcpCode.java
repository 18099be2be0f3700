// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

/** Numbers of options that the server itself reads or writes (RFC 2132, RFC 3442); {@link OptionNames} has them all. */
final class DhcpCode {
    static final int PAD = 0;
    static final int SUBNET_MASK = 1;
    static final int ROUTERS = 3;
    static final int DOMAIN_NAME_SERVERS = 6;
    static final int HOST_NAME = 12;
    static final int DOMAIN_NAME = 15;
    static final int INTERFACE_MTU = 26;
    static final int BROADCAST_ADDRESS = 28;
    static final int REQUESTED_ADDRESS = 50;
    static final int LEASE_TIME = 51;
    static final int OVERLOAD = 52;
    static final int MESSAGE_TYPE = 53;
    static final int SERVER_IDENTIFIER = 54;
    static final int PARAMETER_REQUEST_LIST = 55;
    static final int MESSAGE = 56;
    static final int MAX_MESSAGE_SIZE = 57;
    static final int RENEWAL_TIME = 58;
    static final int REBINDING_TIME = 59;
    static final int CLIENT_IDENTIFIER = 61;
    static final int TFTP_SERVER_NAME = 66;
    static final int BOOTFILE_NAME = 67;
    static final int RELAY_AGENT_INFORMATION = 82;
    static final int CLASSLESS_STATIC_ROUTES = 121;
    static final int MS_CLASSLESS_STATIC_ROUTES = 249;
    static final int END = 255;

    private DhcpCode() {}
}
