// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.Protocols;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowState;
import org.junit.jupiter.api.Test;

/** Floating addresses, mapped ports, and the errors about translated packets. */
class FlowTranslationTest extends FlowSetupFixture {
    @Test
    void shouldLeaveUnderAFloatingAddress() {
        node.with(A, List.of(FloatingIp.of(IpAddress.of("203.0.113.7"), IpAddress.of("10.1.0.3"), 9, "public")));
        node.remote(9, "0.0.0.0/0", 88, "public");

        final FlowDecision decision = decide(node.from(A, "10.1.0.3", "198.51.100.1", 40_000, 443));

        assertThat(decision.forward().action()).isEqualTo(FlowState.NAT);
        assertThat(decision.forward().flags()).isEqualTo(FlowState.ACTIVE | FlowState.SNAT);
        assertThat(decision.forward().vrf()).isEqualTo(VRF);
        assertThat(decision.forward().destinationVrf()).isEqualTo(9);
        final FlowEntry reverse = decision.reverse();
        assertThat(reverse.key().source()).isEqualTo(IpAddress.of("198.51.100.1"));
        assertThat(reverse.key().destination()).isEqualTo(IpAddress.of("203.0.113.7"));
        assertThat(reverse.key().nexthop()).isEqualTo(100 + A);
        assertThat(reverse.flags()).isEqualTo(FlowState.ACTIVE | FlowState.DNAT);
        assertThat(reverse.vrf()).isEqualTo(9);
        assertThat(reverse.destinationVrf()).isEqualTo(VRF);
        assertThat(reverse.sourceNexthop()).isEqualTo(88);
    }

    @Test
    void shouldTakeTheFloatingAddressWhoseNetworkKnowsBest() {
        node.with(
                A,
                List.of(
                        FloatingIp.of(IpAddress.of("203.0.113.7"), IpAddress.of("10.1.0.3"), 9, "public"),
                        FloatingIp.of(IpAddress.of("192.0.2.7"), IpAddress.of("10.1.0.3"), 8, "partner")));
        node.remote(9, "0.0.0.0/0", 88, "public");
        node.remote(8, "198.51.100.0/24", 89, "partner");

        assertThat(decide(node.from(A, "10.1.0.3", "198.51.100.1", 1, 2)).path().source())
                .isEqualTo(IpAddress.of("192.0.2.7"));
        assertThat(decide(node.from(A, "10.1.0.3", "198.51.200.1", 1, 2)).path().source())
                .isEqualTo(IpAddress.of("203.0.113.7"));
    }

    @Test
    void shouldReachAGuestByItsFloatingAddress() {
        reachableAsPublic(FloatingIp.of(IpAddress.of("203.0.113.7"), IpAddress.of("10.1.0.3"), 9, "public"));

        final FlowDecision decision = decide(node.fabric(A, 9, "198.51.100.1", "203.0.113.7", 5_000, 22));

        assertThat(decision.forward().flags()).isEqualTo(FlowState.ACTIVE | FlowState.DNAT);
        assertThat(decision.forward().vrf()).isEqualTo(9);
        assertThat(decision.forward().destinationVrf()).isEqualTo(VRF);
        assertThat(decision.reverse().key())
                .isEqualTo(new FlowKey(
                        100 + A, IpAddress.of("10.1.0.3"), IpAddress.of("198.51.100.1"), Protocols.TCP, 22, 5_000));
        assertThat(decision.reverse().flags()).isEqualTo(FlowState.ACTIVE | FlowState.SNAT);
        assertThat(decision.reverse().vrf()).isEqualTo(VRF);
        assertThat(decision.reverse().destinationVrf()).isEqualTo(9);
    }

    /**
     * What a router says of a translated packet quotes it; its flow key is that of the quoted packet, turned round, which
     * must be the entry that translates back: from outside about what the guest sent, and from the guest about what it got.
     */
    @Test
    void shouldGiveIcmpErrorsTheEntryThatTranslatesThem() {
        reachableAsPublic(FloatingIp.of(IpAddress.of("203.0.113.7"), IpAddress.of("10.1.0.3"), 9, "public"));

        final FlowDecision out = decide(node.from(A, "10.1.0.3", "198.51.100.1", 40_000, 443));
        final FlowKey quotedOutside = new FlowKey(
                100 + A, IpAddress.of("203.0.113.7"), IpAddress.of("198.51.100.1"), Protocols.TCP, 40_000, 443);
        assertThat(out.reverse().key()).isEqualTo(quotedOutside.reversed(100 + A));
        assertThat(out.reverse().flags() & FlowState.DNAT).isNotZero();

        final FlowDecision in = decide(node.fabric(A, 9, "198.51.100.1", "203.0.113.7", 5_000, 22));
        final FlowKey quotedInside =
                new FlowKey(100 + A, IpAddress.of("198.51.100.1"), IpAddress.of("10.1.0.3"), Protocols.TCP, 5_000, 22);
        assertThat(in.reverse().key()).isEqualTo(quotedInside.reversed(100 + A));
        assertThat(in.reverse().flags() & FlowState.SNAT).isNotZero();
    }

    @Test
    void shouldMapPortsOfAFloatingAddress() {
        reachableAsPublic(new FloatingIp(
                IpAddress.of("203.0.113.7"),
                IpAddress.of("10.1.0.3"),
                9,
                "public",
                true,
                true,
                List.of(new FloatingIp.PortMapping(Protocols.TCP, 8022, 22))));

        final FlowDecision mapped = decide(node.fabric(A, 9, "198.51.100.1", "203.0.113.7", 5_000, 8022));
        assertThat(mapped.forward().flags()).isEqualTo(FlowState.ACTIVE | FlowState.DNAT | FlowState.DPAT);
        assertThat(mapped.reverse().key().sourcePort()).isEqualTo(22);
        assertThat(mapped.reverse().flags()).isEqualTo(FlowState.ACTIVE | FlowState.SNAT | FlowState.SPAT);
        assertThat(refusal(node.fabric(A, 9, "198.51.100.1", "203.0.113.7", 5_000, 22)))
                .isEqualTo(FlowDropReason.PORT_MAP_DROP);
    }

    @Test
    void shouldTranslateBothEndsOfTwoFloatingAddressesHere() {
        node.guest(B, 6, "back", "10.2.0.4");
        node.with(B, List.of(FloatingIp.of(IpAddress.of("203.0.113.8"), IpAddress.of("10.2.0.4"), 9, "public")));
        reachableAsPublic(FloatingIp.of(IpAddress.of("203.0.113.7"), IpAddress.of("10.1.0.3"), 9, "public"));
        node.local(9, "203.0.113.8", B, "public");

        final FlowDecision decision = decide(node.from(A, "10.1.0.3", "203.0.113.8", 40_000, 80));

        assertThat(decision.forward().flags()).isEqualTo(FlowState.ACTIVE | FlowState.SNAT | FlowState.DNAT);
        assertThat(decision.forward().destinationVrf()).isEqualTo(6);
        assertThat(decision.reverse().key())
                .isEqualTo(new FlowKey(
                        100 + B, IpAddress.of("10.2.0.4"), IpAddress.of("203.0.113.7"), Protocols.TCP, 80, 40_000));
        assertThat(decision.reverse().vrf()).isEqualTo(6);
        assertThat(decision.reverse().destinationVrf()).isEqualTo(VRF);
        assertThat(decision.reverse().sourceNexthop()).isEqualTo(1_000 + B);
    }

    @Test
    void shouldTranslateIpv6Too() {
        node.local(VRF, "2001:db8:1::3", A, NET);
        node.with(A, List.of(FloatingIp.of(IpAddress.of("2001:db8:f::7"), IpAddress.of("2001:db8:1::3"), 9, "public")));
        node.remote(9, "::/0", 88, "public");

        final FlowDecision decision = decide(node.from(A, "2001:db8:1::3", "2001:db8:9::1", Protocols.ICMPV6, 99, 129));

        assertThat(decision.forward().flags()).isEqualTo(FlowState.ACTIVE | FlowState.SNAT);
        assertThat(decision.reverse().key().destination()).isEqualTo(IpAddress.of("2001:db8:f::7"));
    }
}
