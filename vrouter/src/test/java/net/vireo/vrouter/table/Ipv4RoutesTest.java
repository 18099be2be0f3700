// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4RoutesTest {
    private static final int TEN = 0x0a000000;

    private final Ipv4Routes routes = new Ipv4Routes(Quiescence.NEVER);

    @Test
    void shouldMissWhenThereAreNoRoutes() {
        assertThat(routes.lookup(0)).isSameAs(Route.MISS);
        assertThat(routes.lookup(0xffffffff)).isSameAs(Route.MISS);
    }

    @Test
    void shouldPreferTheLongestOfNestedPrefixes() {
        final List<Route> nested = new ArrayList<>();
        for (int length = 0; length <= 32; length++) {
            final Route route = new Route(0x0a010203 & Route.mask(length), length, 100 + length, 0, 0);
            nested.add(route);
            routes.put(route);
        }
        for (int length = 0; length <= 32; length++) {
            // The address that shares exactly this many bits with 10.1.2.3.
            final int address = length == 32 ? 0x0a010203 : 0x0a010203 ^ 1 << 31 - length;
            assertThat(routes.lookup(address)).isSameAs(nested.get(length));
        }
    }

    @Test
    void shouldNotDependOnTheOrderOfAdding() {
        final Route host = new Route(0x0a010203, 32, 3, 0, 0);
        final Route net = new Route(0x0a010200, 24, 2, 0, 0);
        final Route all = new Route(0, 0, 1, 0, 0);
        routes.put(host);
        routes.put(net);
        routes.put(all);

        assertThat(routes.lookup(0x0a010203)).isSameAs(host);
        assertThat(routes.lookup(0x0a0102ff)).isSameAs(net);
        assertThat(routes.lookup(0xc0000201)).isSameAs(all);
    }

    @Test
    void shouldKeepADefaultRouteApartFromAMiss() {
        final Route discard = new Route(0, 0, 0, 0, Route.FLAG_ARP_PROXY);
        routes.put(discard);
        routes.put(new Route(TEN, 8, 5, 0, 0));

        assertThat(routes.lookup(0x0b000001)).isSameAs(discard);
        routes.remove(0, 0);
        assertThat(routes.lookup(0x0b000001)).isSameAs(Route.MISS);
        assertThat(routes.lookup(0x0a000001).nexthopId()).isEqualTo(5);
    }

    @Test
    void shouldReplaceARouteEverywhereAtOnce() {
        routes.put(new Route(TEN, 8, 5, 0, 0));
        routes.put(new Route(0x0a010203, 32, 6, 0, 0));
        final Route changed = new Route(TEN, 8, 7, 99, Route.FLAG_LABEL_VALID);

        assertThat(routes.put(changed).nexthopId()).isEqualTo(5);

        assertThat(routes.lookup(0x0aff0000)).isSameAs(changed);
        assertThat(routes.lookup(0x0a010204)).isSameAs(changed);
        assertThat(routes.lookup(0x0a010203).nexthopId()).isEqualTo(6);
        assertThat(routes.size()).isEqualTo(2);
    }

    @Test
    void shouldGiveADeletedRoutesAddressesToTheNextShorterOne() {
        final Route wide = new Route(0x0a010000, 16, 1, 0, 0);
        routes.put(wide);
        routes.put(new Route(0x0a010200, 24, 2, 0, 0));
        routes.put(new Route(0x0a010203, 32, 3, 0, 0));

        assertThat(routes.remove(0x0a010200, 24).nexthopId()).isEqualTo(2);

        assertThat(routes.lookup(0x0a010204)).isSameAs(wide);
        assertThat(routes.lookup(0x0a010203).nexthopId()).isEqualTo(3);
        assertThat(routes.remove(0x0a010200, 24)).isNull();
    }

    /** The class of CEM-11421: a covering route that comes and goes while longer ones live in the nodes below it. */
    @Test
    void shouldCloseNodesWhenTheirLastOwnRouteGoes() {
        routes.put(new Route(TEN, 8, 1, 0, 0));
        assertThat(routes.tree().liveNodes()).isEqualTo(1);
        routes.put(new Route(0x0a010203, 32, 3, 0, 0));
        routes.put(new Route(0x0a010200, 24, 2, 0, 0));
        routes.put(new Route(0x0a010280, 25, 4, 0, 0));
        assertThat(routes.tree().liveNodes()).isEqualTo(4);

        routes.remove(TEN, 8);
        assertThat(routes.lookup(0x0a020000)).isSameAs(Route.MISS);
        routes.put(new Route(TEN, 8, 9, 0, 0));
        routes.remove(0x0a010203, 32);
        assertThat(routes.tree().liveNodes()).isEqualTo(4);
        routes.remove(0x0a010280, 25);
        assertThat(routes.tree().liveNodes()).isEqualTo(3);
        routes.remove(0x0a010200, 24);
        assertThat(routes.tree().liveNodes()).isEqualTo(1);
        assertThat(routes.lookup(0x0a010203).nexthopId()).isEqualTo(9);
    }

    /** The case of CEM-11421 itself (fact sheet vrouter-dataplane 8.3). */
    @Test
    void shouldKeepLongerRoutesWhenACoveringOneComesAndGoes() {
        final Route low = new Route(0x0a3c0700, 25, 38, 410_760, Route.FLAG_LABEL_VALID);
        final Route wide = new Route(0x0a3c0000, 23, 38, 410_760, Route.FLAG_LABEL_VALID);
        final Route high = new Route(0x0a3c0780, 25, 38, 410_760, Route.FLAG_LABEL_VALID);
        routes.put(low);
        routes.put(wide);
        routes.put(high);
        routes.put(new Route(0x0a3c0000, 20, 2, 0, 0));
        assertThat(routes.lookup(0x0a3c0601).nexthopId()).isEqualTo(2);

        routes.remove(0x0a3c0000, 20);

        assertThat(routes.lookup(0x0a3c0701)).isSameAs(low);
        assertThat(routes.lookup(0x0a3c0781)).isSameAs(high);
        assertThat(routes.lookup(0x0a3c0101)).isSameAs(wide);
        assertThat(routes.lookup(0x0a3c0601)).isSameAs(Route.MISS);
    }

    @Test
    void shouldShowRoutesInOrderAfterAPosition() {
        final int[][] prefixes = {{0xc0000200, 24}, {0, 0}, {TEN, 16}, {TEN, 8}, {0x80000000, 1}};
        for (final int[] prefix : prefixes) {
            routes.put(new Route(prefix[0], prefix[1], 1, 0, 0));
        }

        assertThat(after(0, -1)).containsExactly("0/0", "a000000/8", "a000000/16", "80000000/1", "c0000200/24");
        assertThat(after(0, 32)).containsExactly("a000000/8", "a000000/16", "80000000/1", "c0000200/24");
        assertThat(after(TEN, 8)).containsExactly("a000000/16", "80000000/1", "c0000200/24");
        assertThat(after(TEN, 32)).containsExactly("80000000/1", "c0000200/24");
        assertThat(after(0xc0000200, 24)).isEmpty();
    }

    @Test
    void shouldFindTheCoveringRouteOfAPrefix() {
        routes.put(new Route(TEN, 8, 1, 0, 0));
        routes.put(new Route(0x0a010203, 32, 3, 0, 0));

        assertThat(routes.covering(0x0a010200, 24).nexthopId()).isEqualTo(1);
        assertThat(routes.covering(0x0a010203, 32).nexthopId()).isEqualTo(3);
        assertThat(routes.covering(0x0b000000, 8)).isNull();
        assertThat(routes.covering(0, 0)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldAnswerLikeAListOfRoutes(final long seed) {
        final Random random = new Random(seed);
        final Epoch epoch = new Epoch();
        final Ipv4Routes tested = new Ipv4Routes(seed % 2 == 0 ? epoch : Quiescence.NEVER);
        final NaiveRoutes model = new NaiveRoutes();
        for (int step = 0; step < 3000; step++) {
            change(tested, model, random, step);
            for (int i = 0; i < 8; i++) {
                final int destination = nearby(random);
                assertThat(tested.lookup(destination))
                        .as("seed %d, step %d, address %x", seed, step, destination)
                        .isSameAs(model.lookup(destination));
            }
        }
        while (model.size() > 0) {
            final Route route = model.any(random.nextInt(model.size()));
            model.remove(route);
            assertThat(tested.remove(route.prefix(), route.prefixLength())).isSameAs(route);
        }
        assertThat(tested.tree().liveNodes()).as("seed %d, empty", seed).isEqualTo(1);
        assertThat(tested.lookup(nearby(random))).isSameAs(Route.MISS);
    }

    private static void change(final Ipv4Routes tested, final NaiveRoutes model, final Random random, final int step) {
        final boolean growing = step / 500 % 2 == 0;
        if (model.size() == 0 || random.nextInt(10) < (growing ? 8 : 2)) {
            final int length = random.nextInt(33);
            final Route route = new Route(nearby(random) & Route.mask(length), length, random.nextInt(1000), step, 0);
            model.put(route);
            tested.put(route);
        } else {
            final Route route = model.any(random.nextInt(model.size()));
            model.remove(route);
            tested.remove(route.prefix(), route.prefixLength());
        }
    }

    /** Few values for each octet, so that prefixes nest and share nodes. */
    private static int nearby(final Random random) {
        int address = 0;
        for (int octet = 0; octet < 4; octet++) {
            final int[] values = {0, 1, 10, 127, 128, 255};
            address = address << 8 | values[random.nextInt(values.length)];
        }
        return address;
    }

    private List<String> after(final int prefix, final int prefixLength) {
        final List<String> shown = new ArrayList<>();
        routes.forEachAfter(
                prefix,
                prefixLength,
                route -> shown.add(Integer.toHexString(route.prefix()) + "/" + route.prefixLength()));
        return shown;
    }
}
