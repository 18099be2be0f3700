// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RouteMemoryTest {
    private static final int LIVE_ROUTES = 64;
    private static final int CHANGES = 100_000;

    @Test
    void shouldBoundTheTreesMemoryWhenReadersNeverReport() {
        final Ipv4Routes routes = churned(Quiescence.NEVER);

        // 64 routes of 32 bits far apart need 1 + 64 * 3 nodes; without a bound the churn would have taken 300,000.
        assertThat(routes.tree().liveNodes()).isEqualTo(1 + 3 * LIVE_ROUTES);
        assertThat(routes.tree().nodeCapacity()).isLessThanOrEqualTo(3 * (1 + 3 * LIVE_ROUTES));
        assertThat(routes.tree().leafCapacity()).isLessThanOrEqualTo(3 * (2 + LIVE_ROUTES));
    }

    @Test
    void shouldUseNodesAgainInPlaceWhenReadersAreQuiescent() {
        final Epoch epoch = new Epoch();
        final Epoch.Reader reader = epoch.join();
        reader.back();
        final Ipv4Routes routes = new Ipv4Routes(epoch);
        for (int change = 0; change < CHANGES; change++) {
            routes.put(route(change));
            if (change >= LIVE_ROUTES) {
                routes.remove(route(change - LIVE_ROUTES).prefix(), 32);
            }
            reader.quiescent();
        }

        assertThat(routes.tree().nodeCapacity()).isEqualTo(256);
        assertThat(routes.tree().copies()).as("copies of the arrays").isLessThanOrEqualTo(16);
    }

    @Test
    void shouldNotUseANodeAgainWhileAReaderHoldsIt() {
        final Epoch epoch = new Epoch();
        final Epoch.Reader reader = epoch.join();
        reader.back();
        final IndexPool pool = new IndexPool(epoch, 0, 2);
        final int held = pool.take();
        pool.take();
        pool.retire(held);

        assertThat(pool.has(1)).isFalse();
        assertThat(pool.has(1)).as("still held").isFalse();
        reader.quiescent();
        assertThat(pool.has(1)).isTrue();
        assertThat(pool.take()).isEqualTo(held);
    }

    private static Ipv4Routes churned(final Quiescence quiescence) {
        final Ipv4Routes routes = new Ipv4Routes(quiescence);
        for (int change = 0; change < CHANGES; change++) {
            routes.put(route(change));
            if (change >= LIVE_ROUTES) {
                routes.remove(route(change - LIVE_ROUTES).prefix(), 32);
            }
        }
        return routes;
    }

    /** Far apart: the first octet differs from route to route. */
    private static Route route(final int change) {
        return new Route(change << 24 | change * 31 & 0xffffff, 32, change, 0, 0);
    }
}
