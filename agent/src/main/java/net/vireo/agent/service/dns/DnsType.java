// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

/** Types, classes, flags and codes of messages (RFC 1035 3.2, 4.1.1; RFC 6891). */
final class DnsType {
    static final int A = 1;
    static final int NS = 2;
    static final int SOA = 6;
    static final int PTR = 12;
    static final int AAAA = 28;
    static final int OPT = 41;
    static final int DS = 43;
    static final int NSEC3PARAM = 51;
    static final int IXFR = 251;
    static final int AXFR = 252;
    static final int ANY = 255;

    static final int CLASS_IN = 1;

    static final int RESPONSE = 0x8000;
    static final int OPCODE = 0x7800;
    static final int AUTHORITATIVE = 0x0400;
    static final int TRUNCATED = 0x0200;
    static final int RECURSION_DESIRED = 0x0100;
    static final int RECURSION_AVAILABLE = 0x0080;
    static final int AUTHENTIC_DATA = 0x0020;
    static final int CHECKING_DISABLED = 0x0010;

    static final int NO_ERROR = 0;
    static final int FORMAT_ERROR = 1;
    static final int SERVER_FAILURE = 2;
    static final int NAME_ERROR = 3;
    static final int NOT_IMPLEMENTED = 4;
    static final int REFUSED = 5;
    /** The upper bits of this one are in the OPT record. */
    static final int BAD_VERSION = 16;

    private DnsType() {}

    /** Whether a type is about zones, and not about what is in them: name servers, and the proofs of DNSSEC. */
    static boolean isOfZones(final int type) {
        return type == NS || type == SOA || type >= DS && type <= NSEC3PARAM;
    }
}
