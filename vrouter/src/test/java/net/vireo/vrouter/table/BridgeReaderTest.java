// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Readers never meet another key's value, and never miss what stays, while slots are freed and used again. */
class BridgeReaderTest {
    private static final long RUN_NS = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final int KEYS = 64;
    private static final int STEADY = 8;

    private final Epoch epoch = new Epoch();
    private final BridgeWriter writer = BridgeWriter.anonymous(new BridgeLayout(16, 32, 1), epoch);
    private final AtomicReference<String> wrong = new AtomicReference<>();
    private final AtomicLong hits = new AtomicLong();
    private final long endNs = System.nanoTime() + RUN_NS;

    @Test
    void shouldNeverShowAReaderAnotherKeysValue() throws InterruptedException {
        for (int i = 0; i < STEADY; i++) {
            writer.put(key(i), value(i, 0));
        }
        final Thread[] readers = new Thread[2];
        for (int i = 0; i < readers.length; i++) {
            final Epoch.Reader reader = epoch.join();
            readers[i] = Thread.ofPlatform().start(() -> read(reader));
        }
        final long changes = churn();
        for (final Thread reader : readers) {
            reader.join();
        }
        assertThat(wrong.get()).isNull();
        assertThat(hits.get()).isPositive();
        assertThat(changes).isPositive();
    }

    private void read(final Epoch.Reader reader) {
        final long[] keys = new long[32];
        final int[] slots = new int[32];
        final long[] values = new long[32];
        long found = 0;
        reader.back();
        for (int round = 0; System.nanoTime() < endNs && wrong.get() == null; round++) {
            for (int i = 0; i < keys.length; i++) {
                keys[i] = key(i < STEADY ? i : (round * 31 + i) % KEYS);
            }
            writer.table().lookup(keys, slots, values, keys.length);
            for (int i = 0; i < keys.length; i++) {
                final int expected = (int) BridgeKey.mac(keys[i]);
                if (values[i] != BridgeTable.MISS) {
                    found++;
                    if (BridgeValue.nexthopId(values[i]) != expected) {
                        wrong.set(expected + " led to " + BridgeValue.nexthopId(values[i]));
                    }
                } else if (i < STEADY) {
                    wrong.set("missed " + expected);
                }
            }
            reader.quiescent();
        }
        reader.away();
        hits.addAndGet(found);
    }

    private long churn() {
        final Random random = new Random(7);
        long changes = 0;
        while (System.nanoTime() < endNs) {
            final int i = STEADY + random.nextInt(KEYS - STEADY);
            if (random.nextBoolean()) {
                writer.put(key(i), value(i, random.nextInt(1000)));
            } else {
                writer.remove(key(i));
            }
            changes++;
        }
        return changes;
    }

    private static long key(final int number) {
        return BridgeKey.of(number + 1L, 5);
    }

    private static long value(final int number, final int label) {
        return BridgeValue.of(number + 1, label, 0);
    }
}
