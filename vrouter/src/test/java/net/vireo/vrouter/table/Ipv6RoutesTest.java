// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv6RoutesTest {
    private static final long HIGH = 0x2001_0db8_0000_0001L;
    private static final long LOW = 0x0000_00ff_fe00_0003L;

    private final Ipv6Routes routes = new Ipv6Routes(Quiescence.NEVER);

    @Test
    void shouldMissWhenThereAreNoRoutes() {
        assertThat(routes.lookup(0, 0)).isSameAs(Route.MISS);
        assertThat(routes.lookup(-1, -1)).isSameAs(Route.MISS);
    }

    @Test
    void shouldPreferTheLongestOfNestedPrefixes() {
        final List<Route> nested = new ArrayList<>();
        for (int length = 0; length <= 128; length++) {
            final Route route = route(HIGH, LOW, length, 100 + length);
            nested.add(route);
            routes.put(route);
        }
        for (int length = 0; length <= 128; length++) {
            // The address that shares exactly this many bits.
            final long high = length < 64 ? HIGH ^ 1L << 63 - length : HIGH;
            final long low = length < 64 || length == 128 ? LOW : LOW ^ 1L << 127 - length;
            assertThat(routes.lookup(high, low)).as("/%d", length).isSameAs(nested.get(length));
        }
    }

    /** The case of CEM-11421 (fact sheet vrouter-dataplane 8.3) one octet behind the middle of the address. */
    @Test
    void shouldKeepLongerRoutesWhenACoveringOneComesAndGoes() {
        final Route first = route(HIGH, 0x0700_0000_0000_0000L, 73, 38);
        final Route wide = route(HIGH, 0, 71, 38);
        final Route second = route(HIGH, 0x0780_0000_0000_0000L, 73, 38);
        routes.put(first);
        routes.put(wide);
        routes.put(second);
        routes.put(route(HIGH, 0, 68, 2));
        assertThat(routes.lookup(HIGH, 0x0601_0000_0000_0000L).nexthopId()).isEqualTo(2);

        routes.remove(HIGH, 0, 68);

        assertThat(routes.lookup(HIGH, 0x0701_0000_0000_0000L)).isSameAs(first);
        assertThat(routes.lookup(HIGH, 0x0781_0000_0000_0000L)).isSameAs(second);
        assertThat(routes.lookup(HIGH, 0x0101_0000_0000_0000L)).isSameAs(wide);
        assertThat(routes.lookup(HIGH, 0x0601_0000_0000_0000L)).isSameAs(Route.MISS);
        routes.remove(first.high(), first.low(), 73);
        routes.remove(second.high(), second.low(), 73);
        routes.remove(wide.high(), wide.low(), 71);
        assertThat(routes.tree().liveNodes()).isEqualTo(1);
    }

    @Test
    void shouldShowRoutesInUnsignedOrderAfterAPosition() {
        final Route linkLocal = route(0xfe80_0000_0000_0000L, 0, 10, 1);
        final Route all = route(0, 0, 0, 1);
        final Route net = route(HIGH, 0, 64, 1);
        final Route subnet = route(HIGH, 0, 96, 1);
        final Route upper = route(HIGH, 0x8000_0000_0000_0000L, 65, 1);
        List.of(upper, linkLocal, subnet, all, net).forEach(routes::put);

        assertThat(after(0, 0, -1)).containsExactly(all, net, subnet, upper, linkLocal);
        assertThat(after(HIGH, 0, 64)).containsExactly(subnet, upper, linkLocal);
        assertThat(after(HIGH, 0, 128)).containsExactly(upper, linkLocal);
        assertThat(routes.covering(HIGH, 1, 128)).isSameAs(subnet);
        assertThat(routes.covering(HIGH, 0, 66)).isSameAs(net);
        assertThat(routes.size()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldAnswerLikeAListOfRoutes(final long seed) {
        final Random random = new Random(seed);
        final Ipv6Routes tested = new Ipv6Routes(seed % 2 == 0 ? new Epoch() : Quiescence.NEVER);
        final NaiveRoutes model = new NaiveRoutes();
        for (int step = 0; step < 2000; step++) {
            change(tested, model, random, step);
            for (int i = 0; i < 8; i++) {
                final long high = nearby(random);
                final long low = nearby(random);
                assertThat(tested.lookup(high, low))
                        .as("seed %d, step %d, address %x:%x", seed, step, high, low)
                        .isSameAs(model.lookup(high, low));
            }
        }
        while (model.size() > 0) {
            final Route route = model.any(random.nextInt(model.size()));
            model.remove(route);
            assertThat(tested.remove(route.high(), route.low(), route.prefixLength()))
                    .isSameAs(route);
        }
        assertThat(tested.tree().liveNodes()).as("seed %d, empty", seed).isEqualTo(1);
    }

    @Test
    void shouldBoundTheTreesMemoryWhenReadersNeverReport() {
        for (int change = 0; change < 20_000; change++) {
            routes.put(route((long) change << 56, change, 128, change));
            if (change >= 16) {
                routes.remove((long) (change - 16) << 56, change - 16, 128);
            }
        }

        // 16 hosts that differ in their first octet need 15 nodes each.
        assertThat(routes.tree().liveNodes()).isEqualTo(1 + 15 * 16);
        assertThat(routes.tree().nodeCapacity()).isLessThanOrEqualTo(3 * (1 + 15 * 16));
    }

    @Test
    void shouldAllocateNothingWhenLookedUp() {
        for (int length = 0; length <= 128; length += 8) {
            routes.put(route(HIGH, LOW, length, length));
        }
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = lookUp(100_000);
        final long before = threads.getCurrentThreadAllocatedBytes();
        sum += lookUp(100_000);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
        assertThat(sum).isPositive();
    }

    private long lookUp(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += routes.lookup(HIGH, LOW ^ i % 256).nexthopId();
        }
        return sum;
    }

    private static void change(final Ipv6Routes tested, final NaiveRoutes model, final Random random, final int step) {
        final boolean growing = step / 500 % 2 == 0;
        if (model.size() == 0 || random.nextInt(10) < (growing ? 8 : 2)) {
            final Route route = route(nearby(random), nearby(random), random.nextInt(129), random.nextInt(1000));
            model.put(route);
            tested.put(route);
        } else {
            final Route route = model.any(random.nextInt(model.size()));
            model.remove(route);
            tested.remove(route.high(), route.low(), route.prefixLength());
        }
    }

    /** Few values for the octets, mostly those of the other addresses, so that prefixes nest and share nodes. */
    private static long nearby(final Random random) {
        long half = 0;
        for (int octet = 0; octet < 8; octet++) {
            half = half << 8 | (random.nextInt(8) > 0 ? 0 : new int[] {1, 127, 128, 255}[random.nextInt(4)]);
        }
        return half;
    }

    private static Route route(final long high, final long low, final int length, final int nexthopId) {
        return new Route(high & Route.maskHigh(length), low & Route.maskLow(length), length, nexthopId, 0, 0, 0);
    }

    private List<Route> after(final long high, final long low, final int length) {
        final List<Route> shown = new ArrayList<>();
        routes.forEachAfter(high, low, length, shown::add);
        return shown;
    }
}
