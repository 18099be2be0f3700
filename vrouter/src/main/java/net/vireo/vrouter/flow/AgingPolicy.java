// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.util.List;

/**
 * How long a flow may be idle, in milliseconds, and still be kept. Below two minutes for UDP, four for a TCP
 * connection that opens or closes, two hours and four minutes for one that is established, and one for ICMP, NAT would
 * break what RFC 4787 (REQ-5), RFC 5382 (REQ-5) and RFC 5508 (REQ-2) promise; the defaults are not below.
 *
 * @param tcpEstablishedMs both sides' SYNs were acknowledged, no FIN
 * @param tcpTransitoryMs opening or closing
 * @param udpMs Contrail's aging time
 * @param icmpMs ICMP and ICMPv6
 * @param otherMs all other protocols
 * @param holdMs no verdict came
 * @param services times of some services, which go before the others, the first that fits
 */
public record AgingPolicy(
        int tcpEstablishedMs,
        int tcpTransitoryMs,
        int udpMs,
        int icmpMs,
        int otherMs,
        int holdMs,
        List<Service> services) {
    /** As the RFCs and Contrail have it. */
    public static final AgingPolicy DEFAULT = new AgingPolicy(7_440_000, 240_000, 180_000, 60_000, 180_000, 10_000);

    /** More are of no use, and each flow is compared with all of them. */
    public static final int MOST_SERVICES = 64;

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int BOTH_OPEN = TcpFlowState.ESTABLISHED | TcpFlowState.ESTABLISHED_R;
    private static final int CLOSING = TcpFlowState.FIN | TcpFlowState.FIN_R | TcpFlowState.RST | TcpFlowState.DEAD;

    public AgingPolicy {
        services = List.copyOf(services);
        if (services.size() > MOST_SERVICES) {
            throw new IllegalArgumentException(services.size() + " times of services, at most " + MOST_SERVICES);
        }
    }

    /** Without times of services. */
    public AgingPolicy(
            final int tcpEstablishedMs,
            final int tcpTransitoryMs,
            final int udpMs,
            final int icmpMs,
            final int otherMs,
            final int holdMs) {
        this(tcpEstablishedMs, tcpTransitoryMs, udpMs, icmpMs, otherMs, holdMs, List.of());
    }

    /**
     * The time of a service's flows, both ways.
     *
     * @param port 0 for all flows of the protocol
     */
    public record Service(int protocol, int port, int idleMs) {
        private boolean fits(final int ofProtocol, final int source, final int destination) {
            return protocol == ofProtocol && (port == 0 || port == source || port == destination);
        }
    }

    /** How long a flow between these ports may be idle. */
    int timeoutMs(final int protocol, final int sourcePort, final int destinationPort, final long state) {
        if (FlowState.action(state) != FlowState.HOLD) {
            for (int i = 0; i < services.size(); i++) {
                final Service service = services.get(i);
                if (service.fits(protocol, sourcePort, destinationPort)) {
                    return service.idleMs;
                }
            }
        }
        return timeoutMs(protocol, state);
    }

    /** How long a flow with this protocol and {@link FlowState} may be idle. */
    public int timeoutMs(final int protocol, final long state) {
        if (FlowState.action(state) == FlowState.HOLD) {
            return holdMs;
        }
        return switch (protocol) {
            case TCP -> isEstablished(FlowState.tcp(state)) ? tcpEstablishedMs : tcpTransitoryMs;
            case UDP -> udpMs;
            case ICMP, ICMPV6 -> icmpMs;
            default -> otherMs;
        };
    }

    private static boolean isEstablished(final int tcp) {
        return (tcp & BOTH_OPEN) == BOTH_OPEN && (tcp & CLOSING) == 0;
    }
}
