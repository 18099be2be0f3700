// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.IpPrefix;
import net.vireo.agent.policy.PolicySet;
import net.vireo.agent.policy.Protocols;
import net.vireo.vrouter.flow.FlowState;
import org.junit.jupiter.api.Test;

/**
 * Random nodes with floating addresses, mapped ports, services and several ways: a packet that is rewritten as the data
 * plane would do it arrives as the decision says, its answer finds the other entry, and is rewritten to what the sender
 * expects. Nothing is ever thrown, whatever is missing.
 */
class TranslationPropertyTest {
    private static final int NODES = 100;
    private static final int FLOWS = 100;
    private static final int FIRST_VIF = 3;
    private static final int GUESTS = 4;
    private static final int PUBLIC_VRF = 9;

    private final long seed = Long.getLong("vireo.flow.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private TestNode node;
    private int translated;
    private int plain;

    @Test
    void shouldRewriteThereAndBack() {
        for (int i = 0; i < NODES; i++) {
            newNode();
            final FlowSetup setup = new FlowSetup(node, PolicySet.none(), node);
            for (int n = 0; n < FLOWS; n++) {
                final FlowDecision decision = setup.decide(miss());
                if (decision.passes()) {
                    check(decision);
                } else {
                    assertThat(decision.reverse()).isNull();
                    assertThat(decision.forward().drops()).isTrue();
                }
            }
        }
        assertThat(translated).as("translated, seed %d", seed).isGreaterThan(NODES);
        assertThat(plain).as("not translated, seed %d", seed).isGreaterThan(NODES);
    }

    private void check(final FlowDecision decision) {
        final FlowEntry forward = decision.forward();
        final FlowEntry reverse = decision.reverse();
        final FlowKey sent = decision.miss().key();
        assertThat(forward.key()).isEqualTo(sent);
        final FlowKey delivered = rewrite(sent, forward, reverse);
        assertThat(delivered.source())
                .as("%s, seed %d", decision, seed)
                .isEqualTo(decision.path().source());
        assertThat(delivered.destination())
                .as("seed %d", seed)
                .isEqualTo(decision.path().destination());

        final FlowKey answer = delivered.reversed(reverse.key().nexthop());
        assertThat(reverse.key()).as("%s, seed %d", decision, seed).isEqualTo(answer);
        assertThat(rewrite(answer, reverse, forward))
                .as("%s, seed %d", decision, seed)
                .isEqualTo(sent.reversed(reverse.key().nexthop()));
        assertThat(forward.action() == FlowState.NAT).isEqualTo(reverse.action() == FlowState.NAT);
        if (forward.action() == FlowState.NAT) {
            translated++;
            assertThat(reverse.destinationVrf()).isEqualTo(forward.vrf());
        } else {
            plain++;
        }
    }

    /** What the data plane makes of a packet: it takes what is to be rewritten from the key of the other entry. */
    private static FlowKey rewrite(final FlowKey packet, final FlowEntry entry, final FlowEntry other) {
        if (entry.action() != FlowState.NAT) {
            return packet;
        }
        final int flags = entry.flags();
        final FlowKey from = other.key();
        return new FlowKey(
                packet.nexthop(),
                (flags & FlowState.SNAT) == 0 ? packet.source() : from.destination(),
                (flags & FlowState.DNAT) == 0 ? packet.destination() : from.source(),
                packet.protocol(),
                (flags & FlowState.SPAT) == 0 ? packet.sourcePort() : from.destinationPort(),
                (flags & FlowState.DPAT) == 0 ? packet.destinationPort() : from.sourcePort());
    }

    private void newNode() {
        node = new TestNode();
        node.hostHasAddress = random.nextInt(5) > 0;
        node.mostPorts = random.nextInt(20);
        for (int vif = FIRST_VIF; vif < FIRST_VIF + GUESTS; vif++) {
            node.guest(vif, 1 + vif % 2, random.nextInt(5) == 0 ? null : "network");
            node.local(1 + vif % 2, fixed(vif), vif, "network");
            final List<FloatingIp> floating = new ArrayList<>();
            for (int n = random.nextInt(3); n > 0; n--) {
                final String address = "203.0.113." + (vif * 4 + n);
                floating.add(floating(vif, address));
                if (random.nextInt(5) > 0) {
                    node.local(PUBLIC_VRF, address, vif, "public");
                }
                if (random.nextInt(3) == 0) {
                    node.local(1 + random.nextInt(2), address, vif, "public");
                }
            }
            node.with(vif, floating);
            if (random.nextInt(8) == 0) {
                node.state(vif, random.nextBoolean(), random.nextBoolean(), random.nextInt(4) - 1);
            }
        }
        node.services.put(
                IpAddress.of("169.254.169.254"),
                new LinkLocalService(
                        "metadata", IpAddress.of(random.nextInt(6) == 0 ? "2001:db8::1" : "192.0.2.10"), 8097));
        node.remote(PUBLIC_VRF, "0.0.0.0/0", 88, "public");
        final List<FlowRoute.Member> members = Arrays.asList(
                new FlowRoute.Member(61, FlowRoute.NONE),
                random.nextBoolean() ? null : new FlowRoute.Member(1_003, FIRST_VIF),
                random.nextBoolean() ? null : new FlowRoute.Member(1_099, 99));
        node.put(
                1,
                new FlowRoute(
                        IpPrefix.of("10.0.9.0/24"),
                        600,
                        FlowRoute.Kind.ECMP,
                        FlowRoute.NONE,
                        members,
                        Set.of(),
                        Set.of()));
    }

    private static String fixed(final int vif) {
        return "10.0.0." + vif;
    }

    private FloatingIp floating(final int vif, final String address) {
        final List<FloatingIp.PortMapping> mappings = random.nextInt(3) > 0
                ? List.of()
                : List.of(
                        new FloatingIp.PortMapping(Protocols.TCP, 8080, 80),
                        new FloatingIp.PortMapping(Protocols.TCP, 443, 443));
        return new FloatingIp(
                IpAddress.of(address),
                IpAddress.of(fixed(vif)),
                PUBLIC_VRF,
                "public",
                random.nextInt(4) > 0,
                random.nextInt(4) > 0,
                mappings);
    }

    private FlowMiss miss() {
        final int vif = FIRST_VIF + random.nextInt(GUESTS + 1);
        final int[] ports = {80, 443, 8080, 40_000};
        final int from = ports[random.nextInt(ports.length)];
        final int to = ports[random.nextInt(ports.length)];
        final String other =
                switch (random.nextInt(6)) {
                    case 0 -> "169.254.169.254";
                    case 1 -> fixed(FIRST_VIF + random.nextInt(GUESTS));
                    case 2 -> "10.0.9." + random.nextInt(5);
                    case 3 -> "198.51.100." + random.nextInt(5);
                    default -> "203.0.113." + random.nextInt(32);
                };
        if (vif == FIRST_VIF + GUESTS) {
            final int to0 = FIRST_VIF + random.nextInt(GUESTS);
            final String reached = random.nextBoolean() ? fixed(to0) : "203.0.113." + (to0 * 4 + 1 + random.nextInt(2));
            final int vrf = random.nextBoolean() ? PUBLIC_VRF : 1 + random.nextInt(2);
            return node.fabric(to0, vrf, "198.51.100.7", reached, from, to);
        }
        final boolean echo = random.nextInt(5) == 0;
        return node.from(vif, fixed(vif), other, echo ? Protocols.ICMP : Protocols.TCP, from, echo ? 0 : to);
    }
}
