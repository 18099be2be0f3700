// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import net.vireo.port.offload.Bytes;
import net.vireo.port.offload.Offload;
import net.vireo.port.pcap.PcapReader;
import net.vireo.port.pcap.PcapWriter;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapPortTest {
    private final PacketPool pool = PacketPool.create(new Sizes(16, 16), false);
    private final PoolCache cache = pool.newCache(10);
    private final long[] packets = new long[32];

    @TempDir
    private Path directory;

    private Path input;
    private Path output;

    @BeforeEach
    void nameFiles() {
        input = directory.resolve("in.pcap");
        output = directory.resolve("out.pcap");
    }

    @AfterEach
    void unmap() {
        pool.close();
    }

    @Test
    void shouldReceiveTheFramesOfTheFileAndThenNothing() throws IOException {
        write(new byte[] {1, 2, 3}, new byte[5_000]);
        try (PcapPort port = PcapPort.open("pcap0", pool, Optional.of(input), Optional.empty())) {
            assertThat(port.finished()).isFalse();
            assertThat(port.rxQueue(0).receive(cache, packets, 32)).isEqualTo(2);
            assertThat(Frames.bytes(pool, packets[0])).containsExactly(1, 2, 3);
            assertThat(Frames.bytes(pool, packets[1])).hasSize(5_000);
            assertThat(port.rxQueue(0).receive(cache, packets, 32)).isZero();
            assertThat(port.finished()).isTrue();
            assertThat(port.failure()).isEmpty();
            assertThat(port.counters().rxPackets()).isEqualTo(2);
        }
    }

    @Test
    void shouldHoldAFrameBackUntilABufferIsFree() throws IOException {
        write(new byte[5_000]);
        try (PcapPort port = PcapPort.open("pcap0", pool, Optional.of(input), Optional.empty())) {
            final long[] all = new long[16];
            Arrays.setAll(all, i -> cache.takeLarge());
            assertThat(port.rxQueue(0).receive(cache, packets, 32)).isZero();
            assertThat(port.counters().rxNoBuffers()).isOne();
            assertThat(port.finished()).isFalse();
            cache.free(all[0]);
            assertThat(port.rxQueue(0).receive(cache, packets, 32)).isOne();
        }
    }

    @Test
    void shouldRefuseFramesTooLongOrCutOffByTheCapture() throws IOException {
        try (PcapWriter writer = PcapWriter.create(input)) {
            writer.write(1, new byte[70_000]);
            writer.write(2, new byte[60], 0, 60, 61);
            writer.write(3, new byte[] {7});
        }
        try (PcapPort port = PcapPort.open("pcap0", pool, Optional.of(input), Optional.empty())) {
            assertThat(port.rxQueue(0).receive(cache, packets, 32)).isOne();
            assertThat(Frames.bytes(pool, packets[0])).containsExactly(7);
            assertThat(port.counters().rxErrors()).isEqualTo(2);
        }
    }

    @Test
    void shouldEndTheReplayWithAReasonWhenTheFileBreaksOff() throws IOException {
        write(new byte[60], new byte[60]);
        Files.write(input, Arrays.copyOf(Files.readAllBytes(input), 24 + 76 + 20));
        try (PcapPort port = PcapPort.open("pcap0", pool, Optional.of(input), Optional.empty())) {
            assertThat(port.rxQueue(0).receive(cache, packets, 32)).isOne();
            assertThat(port.counters().rxErrors()).isOne();
            assertThat(port.finished()).isTrue();
            assertThat(port.failure()).get().asString().contains("in.pcap, byte 100: the file ends inside a record");
        }
    }

    @Test
    void shouldRefuseCapturesThatAreNotEthernet() throws IOException {
        write(new byte[60]);
        final byte[] file = Files.readAllBytes(input);
        file[20] = 113;
        Files.write(input, file);
        assertThatThrownBy(() -> PcapPort.open("pcap0", pool, Optional.of(input), Optional.empty()))
                .hasMessageContaining("in.pcap holds frames of link type 113, not Ethernet (1)");
    }

    @Test
    void shouldRecordWhatAWireWouldSee() throws IOException {
        final byte[] tcp = Bytes.tcp(1, Bytes.ACK, new byte[0], Bytes.counting(2_500));
        final byte[] open = Bytes.frame(Bytes.ipv4(1, 0, 64, Bytes.TCP, tcp), true);
        final byte[] whole = Bytes.frame(Bytes.ipv4(1, 0, 64, Bytes.TCP, tcp), false);
        try (PcapPort port = PcapPort.open("pcap0", pool, Optional.empty(), Optional.of(output))) {
            final long partial = Bytes.packet(cache, open);
            packets[0] = Bytes.superFrame(cache, open, Offload.TCP4, 1_000);
            packets[1] = Offload.attach(
                    pool, partial, Offload.partial(PacketPool.HEADROOM_BYTES + 34, Offload.TCP_FIELD_OFFSET, 20));
            assertThat(port.txQueue(0).transmit(cache, packets, 2)).isEqualTo(2);
            assertThat(port.counters().offloads().segmentsBorn()).isEqualTo(3);
            assertThat(port.counters().offloads().checksumsCompleted()).isOne();
            assertThat(port.counters().txPackets()).isEqualTo(2);
        }
        assertThat(pool.balance().holds(0)).isTrue();
        try (PcapPort port = PcapPort.open("pcap0", pool, Optional.of(output), Optional.empty())) {
            assertThat(port.rxQueue(0).receive(cache, packets, 32)).isEqualTo(4);
            assertThat(Frames.bytes(pool, packets[2])).hasSize(54 + 500);
            assertThat(Frames.bytes(pool, packets[3])).isEqualTo(whole);
        }
    }

    @Test
    void shouldRecordWhatIsSentAndGiveTheBuffersBack() throws IOException {
        try (PcapPort port = PcapPort.open("pcap0", pool, Optional.empty(), Optional.of(output))) {
            assertThat(port.finished()).isTrue();
            final long[] burst = {Frames.filled(cache, 1), Frames.packet(cache, new byte[] {9, 8, 7})};
            assertThat(port.txQueue(0).transmit(cache, burst, 2)).isEqualTo(2);
            assertThat(port.counters().txPackets()).isEqualTo(2);
        }
        assertThat(pool.balance().holds(0)).isTrue();
        try (PcapReader reader = PcapReader.open(output)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.frame()).hasSize(60).containsOnly(1);
            assertThat(reader.next()).isTrue();
            assertThat(reader.frame()).containsExactly(9, 8, 7);
        }
    }

    private void write(final byte[]... frames) throws IOException {
        try (PcapWriter writer = PcapWriter.create(input)) {
            for (final byte[] frame : frames) {
                writer.write(1, frame);
            }
        }
    }
}
