// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropLogTest {
    private static final int REASON = DropReason.TTL_EXCEEDED.position();
    private static final int PACKET_BYTES = 2048;

    @TempDir
    Path directory;

    private final MemorySegment packet = Arena.ofAuto().allocate(PACKET_BYTES);

    DropLogTest() {
        for (int i = 0; i < PACKET_BYTES; i++) {
            packet.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 7 + 1));
        }
    }

    @Test
    void shouldShowReadersWhatAnLcoreDropped() throws IOException {
        final DropLog log = create(4);
        final LcoreDropLog lcore = log.lcore(1);
        lcore.tick(System.nanoTime());
        lcore.record(REASON, 3, 44, packet.address(), 60);
        lcore.record(DropReason.GUEST_TO_HOST.position(), 4351, -1, packet.address(), 1500);

        final DropLogFile file = open();
        assertThat(file.drops(0)).isEmpty();
        assertThat(file.count(1)).isEqualTo(2);
        final LoggedDrop first = file.drops(1).getFirst();
        assertThat(first.reason()).isEqualTo(DropReason.TTL_EXCEEDED);
        assertThat(first.lcoreNumber()).isEqualTo(11);
        assertThat(first.vif()).isEqualTo(3);
        assertThat(first.nexthopId()).isEqualTo(44);
        assertThat(first.lengthBytes()).isEqualTo(60);
        assertThat(first.head()).hasSize(60).startsWith(1, 8, 15);
        final long agoNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - first.epochNs();
        assertThat(agoNs).isBetween(TimeUnit.SECONDS.toNanos(-1), TimeUnit.SECONDS.toNanos(60));
        final LoggedDrop second = file.drops(1).getLast();
        assertThat(second.reason()).isEqualTo(DropReason.GUEST_TO_HOST);
        assertThat(second.vif()).isEqualTo(4351);
        assertThat(second.nexthopId()).isEqualTo(-1);
        assertThat(second.lengthBytes()).isEqualTo(1500);
        assertThat(second.head()).hasSize(100);
    }

    @Test
    void shouldKeepTheLastOnes() throws IOException {
        final LcoreDropLog lcore = create(4).lcore(0);
        for (int vif = 0; vif < 10; vif++) {
            lcore.record(REASON, vif, 0, packet.address(), 10);
        }
        assertThat(open().drops(0).stream().map(LoggedDrop::vif)).containsExactly(6, 7, 8, 9);
        assertThat(open().drops(0).getLast().number()).isEqualTo(10);
    }

    @Test
    void shouldWriteAsMuchAsItIsTold() throws IOException {
        final DropLog log = create(8);
        final LcoreDropLog lcore = log.lcore(0);
        assertThat(log.mode()).isEqualTo(DropLog.Mode.FULL);
        log.mode(DropLog.Mode.OFF);
        lcore.record(REASON, 1, 0, packet.address(), 10);
        assertThat(open().drops(0)).isEmpty();
        log.mode(DropLog.Mode.MINIMAL);
        lcore.record(REASON, 2, 0, packet.address(), 10);
        assertThat(open().drops(0).getFirst().head()).isEmpty();
        assertThat(open().drops(0).getFirst().lengthBytes()).isEqualTo(10);
        log.mode(DropLog.Mode.FULL);
        lcore.record(REASON, 3, 0, packet.address(), 10);
        assertThat(open().drops(0).getLast().head()).hasSize(10);
        assertThat(open().mode()).isEqualTo(DropLog.Mode.FULL);
        log.clear();
        assertThat(open().drops(0)).isEmpty();
        lcore.record(REASON, 4, 0, packet.address(), -5);
        assertThat(open().drops(0).getFirst().head()).isEmpty();
    }

    @Test
    void shouldNeverShowHalfOfOneDropAndHalfOfAnother() throws InterruptedException {
        final DropLog log = DropLog.anonymous(List.of(10), 2);
        final DropLogFile file = log.reader();
        final AtomicBoolean stop = new AtomicBoolean();
        final Thread writer = Thread.ofPlatform().start(() -> {
            final LcoreDropLog lcore = log.lcore(0);
            for (int i = 0; !stop.get(); i++) {
                // Everything in a drop follows from the vif.
                final int vif = i & 0xff;
                lcore.record(vif % 50, vif, vif + 1, packet.address() + vif, 80 + vif % 20);
            }
        });
        int seen = 0;
        final long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
        while (System.nanoTime() < endNs) {
            for (final LoggedDrop drop : file.drops(0)) {
                assertThat(drop.nexthopId()).isEqualTo(drop.vif() + 1);
                assertThat(drop.reason()).isEqualTo(DropReason.at(drop.vif() % 50));
                assertThat(drop.head()).hasSize(80 + drop.vif() % 20);
                assertThat(drop.head()).isEqualTo(bytes(drop.vif(), drop.head().length));
                seen++;
            }
        }
        stop.set(true);
        writer.join();
        assertThat(seen).isPositive();
    }

    @Test
    void shouldAllocateNothing() {
        final LcoreDropLog lcore = DropLog.anonymous(List.of(10), 200).lcore(0);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long address = packet.address();
        record(lcore, address, 100_000);
        final long before = threads.getCurrentThreadAllocatedBytes();
        record(lcore, address, 100_000);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    @Test
    void shouldRefuseOtherFiles() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path(create(4)))))
                .isEqualTo("rw-------");
        final byte[] good = Files.readAllBytes(directory.resolve("drops"));
        refuses("only 10 bytes", Arrays.copyOf(good, 10));
        refuses("is not a drop log", changed(good, 0));
        refuses("format version", changed(good, 8));
        refuses("is damaged", changed(good, 15));
        refuses("is cut short", Arrays.copyOf(good, good.length - 1));
    }

    private void refuses(final String why, final byte[] bytes) throws IOException {
        Files.write(directory.resolve("drops"), bytes);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining(why);
    }

    private static byte[] changed(final byte[] bytes, final int at) {
        final byte[] copy = bytes.clone();
        copy[at] ^= 0x55;
        return copy;
    }

    private static void record(final LcoreDropLog lcore, final long address, final int times) {
        for (int i = 0; i < times; i++) {
            lcore.record(REASON, 3, 44, address, 1500);
        }
    }

    private byte[] bytes(final int from, final int count) {
        return packet.asSlice(from, count).toArray(ValueLayout.JAVA_BYTE);
    }

    private DropLog create(final int entries) throws IOException {
        return DropLog.create(directory.resolve("drops"), List.of(10, 11), entries);
    }

    private Path path(final DropLog log) {
        assertThat(log.entries()).isEqualTo(4);
        return directory.resolve("drops");
    }

    private DropLogFile open() throws IOException {
        return DropLogFile.open(directory.resolve("drops"));
    }
}
