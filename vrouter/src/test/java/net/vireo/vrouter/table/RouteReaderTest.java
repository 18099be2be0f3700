// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A reader of some prefixes never sees anything but their own routes while a writer churns others around them. */
class RouteReaderTest {
    private static final long RUN_NS = TimeUnit.MILLISECONDS.toNanos(700);

    /** Stay: a wide one, one in the middle and hosts, all in nodes that the churn makes and closes. */
    private static final Route[] STEADY = {
        new Route(0x0a000000, 8, 1, 0, 0),
        new Route(0x0a010000, 16, 2, 0, 0),
        new Route(0x0a010203, 32, 3, 0, 0),
        new Route(0x0a0a0a00, 24, 4, 0, 0),
        new Route(0xc0a80001, 32, 5, 0, 0),
        new Route(0x0a330000, 16, 6, 0, 0),
        new Route(0xc0a80000, 16, 7, 0, 0)
    };

    /** Addresses that only the steady routes cover: the churn has no 0xfe in its last octets. */
    private static final int[] ADDRESSES = {
        0x0a5555fe, 0x0a01fefe, 0x0a010203, 0x0a0a0afe, 0xc0a80001, 0x0a3344fe, 0xc0a844fe
    };

    @Test
    void shouldNeverShowAReaderAWrongRouteWithoutQuiescence() throws InterruptedException {
        run(Quiescence.NEVER, null);
    }

    @Test
    void shouldNeverShowAReaderAWrongRouteWhileNodesAreUsedAgain() throws InterruptedException {
        final Epoch epoch = new Epoch();
        run(epoch, epoch.join());
    }

    private static void run(final Quiescence quiescence, final Epoch.Reader epochReader) throws InterruptedException {
        final Ipv4Routes routes = new Ipv4Routes(quiescence);
        for (final Route route : STEADY) {
            routes.put(route);
        }
        final AtomicReference<String> wrong = new AtomicReference<>();
        final AtomicLong lookups = new AtomicLong();
        final long endNs = System.nanoTime() + RUN_NS;
        final Thread reader = Thread.ofPlatform().start(() -> read(routes, epochReader, endNs, wrong, lookups));
        final long changes = churn(routes, endNs);
        reader.join();

        assertThat(wrong.get()).isNull();
        assertThat(lookups.get()).isPositive();
        assertThat(changes).isPositive();
    }

    private static void read(
            final Ipv4Routes routes,
            final Epoch.Reader epochReader,
            final long endNs,
            final AtomicReference<String> wrong,
            final AtomicLong lookups) {
        if (epochReader != null) {
            epochReader.back();
        }
        long count = 0;
        while (System.nanoTime() < endNs && wrong.get() == null) {
            for (int burst = 0; burst < 32; burst++) {
                for (int i = 0; i < ADDRESSES.length; i++) {
                    final Route found = routes.lookup(ADDRESSES[i]);
                    count++;
                    if (!STEADY[i].equals(found)) {
                        wrong.set(Integer.toHexString(ADDRESSES[i]) + " led to " + found);
                    }
                }
            }
            if (epochReader != null) {
                epochReader.quiescent();
            }
        }
        if (epochReader != null) {
            epochReader.away();
        }
        lookups.set(count);
    }

    /**
     * Half of the changes move one pair of nodes to and fro between two places that the reader looks at, so that a node
     * used again too early holds the other place's route; the other half are random.
     */
    private static long churn(final Ipv4Routes routes, final long endNs) {
        final Random random = new Random(42);
        final Route[] present = new Route[128];
        long changes = 0;
        while (System.nanoTime() < endNs) {
            final int at = random.nextInt(present.length);
            if (present[at] != null) {
                routes.remove(present[at].prefix(), present[at].prefixLength());
            }
            present[at] = unrelated(random);
            routes.put(present[at]);
            for (int i = 0; i < 8; i++) {
                routes.put(new Route(0x0a334401, 32, 77, 0, 0));
                routes.remove(0x0a334401, 32);
                routes.put(new Route(0xc0a84401, 32, 78, 0, 0));
                routes.remove(0xc0a84401, 32);
            }
            changes++;
        }
        return changes;
    }

    private static Route unrelated(final Random random) {
        final int[] roots = {0x0a330000, 0x0a010000, 0x0a0a0a00, 0xc0a80000, 0x0a220000};
        final int root = roots[random.nextInt(roots.length)];
        final int low = random.nextInt(0xf0) << 8 | 0x10 + random.nextInt(0x40);
        // 28 .. 32: narrower than every steady route but the hosts, and never over the addresses above.
        final int length = 28 + random.nextInt(5);
        return new Route((root | low) & Route.mask(length), length, 1000 + random.nextInt(1000), 0, 0);
    }
}
