// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever the rules: compiled and read one by one they answer the same. */
class CompiledRulesPropertyTest {
    private static final int LISTS = 50;
    private static final int PACKETS = 2_100;
    private static final int[] PROTOCOLS = {1, 6, 17, 58, 132};
    private static final int[] PORTS = {0, 8, 22, 53, 80, 128, 129, 443, 65_535};

    private final long seed = Long.getLong("vireo.policy.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void shouldFindTheSameRule() {
        int found = 0;
        for (int i = 0; i < LISTS; i++) {
            final List<Rule> rules = new ArrayList<>();
            for (int n = random.nextInt(60); n > 0; n--) {
                rules.add(rule("#" + n));
            }
            final LinearRules linear = new LinearRules(rules);
            final CompiledRules compiled = new CompiledRules(rules);
            for (int n = 0; n < PACKETS; n++) {
                final PolicyPacket packet = packet();
                final Rule wanted = linear.find(packet);
                assertThat(compiled.find(packet))
                        .as("rule of %s, seed %d", packet, seed)
                        .isSameAs(wanted);
                found += wanted == null ? 0 : 1;
            }
        }
        assertThat(found).isBetween(LISTS * PACKETS / 10, LISTS * PACKETS - LISTS);
    }

    private Rule rule(final String name) {
        return new Rule(
                new RuleRef("list", name),
                random.nextInt(6) == 0 ? random.nextInt(4) : Rule.ANY_FAMILY,
                random.nextInt(3) == 0 ? Protocols.ANY : PROTOCOLS[random.nextInt(PROTOCOLS.length)],
                endpoint(),
                random.nextInt(4) == 0 ? ports() : PortRange.ANY,
                endpoint(),
                random.nextInt(3) == 0 ? PortRange.ANY : ports(),
                random.nextInt(4) > 0 ? Set.of() : Set.of(random.nextInt(2)),
                random.nextBoolean() ? RuleAction.PASS : RuleAction.DENY);
    }

    private Endpoint endpoint() {
        return switch (random.nextInt(6)) {
            case 0 -> Endpoint.ANY;
            case 1 -> new Endpoint.Network("network-" + random.nextInt(4));
            case 2 -> new Endpoint.Group(random.nextInt(4));
            case 3 -> new Endpoint.Tagged(random.nextBoolean() ? Set.of(tag()) : Set.of(tag(), tag() + 8));
            default -> {
                final IpAddress address = address(random.nextInt(4) == 0);
                yield new Endpoint.Subnet(new IpPrefix(address, address.bits() - random.nextInt(12)));
            }
        };
    }

    private PortRange ports() {
        final int low = PORTS[random.nextInt(PORTS.length)];
        return new PortRange(low, Math.min(low + random.nextInt(3), 65_535));
    }

    private IpAddress address(final boolean ipv6) {
        return ipv6
                ? IpAddress.ipv6(0x2001_0db8_0000_0000L, random.nextInt(4096))
                : IpAddress.ipv4(0x0a00_0000 | random.nextInt(4096));
    }

    private PolicyPacket packet() {
        final boolean ipv6 = random.nextInt(4) == 0;
        return new PolicyPacket(
                address(ipv6),
                address(ipv6),
                PROTOCOLS[random.nextInt(PROTOCOLS.length)],
                PORTS[random.nextInt(PORTS.length)],
                PORTS[random.nextInt(PORTS.length)],
                membership(),
                membership());
    }

    private int tag() {
        return Tags.of(random.nextInt(2), random.nextInt(3));
    }

    private Membership membership() {
        final Set<Integer> tags = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            tags.add(tag() + 8 * random.nextInt(2));
        }
        return new Membership(networks(), groups(), tags);
    }

    private Set<String> networks() {
        final Set<String> names = new HashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            names.add("network-" + random.nextInt(6));
        }
        return names;
    }

    private Set<Integer> groups() {
        final Set<Integer> ids = new HashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            ids.add(random.nextInt(6));
        }
        return ids;
    }
}
