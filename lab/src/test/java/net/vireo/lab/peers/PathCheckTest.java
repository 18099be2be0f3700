// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.vireo.lab.capture.FrameReader;
import net.vireo.lab.capture.Sighting;
import net.vireo.lab.host.LabException;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.traffic.Frames;
import net.vireo.port.pcap.PcapReader;
import net.vireo.port.pcap.PcapWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathCheckTest {
    private static final int FLOWS = 64;
    private static final int TTL_AT = 22;
    private static final int CHECKSUM_AT = 24;
    private static final long NEAR_MAC = 0x5254_00aa_0001L;
    private static final long FAR_MAC = 0x5254_00aa_0002L;

    @TempDir
    private Path directory;

    private Path sent(final int network, final int first, final int flows) {
        final Path file = directory.resolve("sent");
        FlowFile.write(file, network, first, flows);
        return file;
    }

    /** What a router would make of what was sent. */
    private Path seen(final int network, final UnaryOperator<byte[]> router) throws IOException {
        final Path file = directory.resolve("seen");
        try (PcapReader in = PcapReader.open(sent(network, 0, FLOWS));
                PcapWriter out = PcapWriter.create(file)) {
            while (in.next()) {
                out.write(0, router.apply(in.frame()));
            }
        }
        return file;
    }

    private static byte[] hop(final byte[] frame) {
        final byte[] next = frame.clone();
        next[TTL_AT]--;
        next[CHECKSUM_AT]++;
        return next;
    }

    private static byte[] vxlan(final byte[] frame, final int vni) {
        return Frames.tunnelled(
                Encap.VXLAN,
                NEAR_MAC,
                FAR_MAC,
                Underlay.NEAR_ADDRESS,
                Underlay.FAR_VXLAN_ADDRESS,
                Frames.inVxlan(vni, frame));
    }

    private static byte[] mpls(final byte[] frame) {
        final ByteBuffer labelled = ByteBuffer.allocate(4 + frame.length - 14);
        labelled.putInt(Underlay.LABEL << 12 | 0x140).put(frame, 14, frame.length - 14);
        return Frames.tunnelled(
                Encap.UDP, NEAR_MAC, FAR_MAC, Underlay.NEAR_ADDRESS, Underlay.FAR_MPLS_ADDRESS, labelled.array());
    }

    @Test
    void shouldSendFlowsThatDifferAndArePlainIp() throws IOException {
        final Set<ByteBuffer> flows = new HashSet<>();
        for (final int first : new int[] {0, 3_200_000 - 500}) {
            try (PcapReader in = PcapReader.open(sent(Underlay.VXLAN_NETWORK, first, 1000))) {
                while (in.next()) {
                    final byte[] frame = in.frame();
                    assertThat(frame).hasSize(FlowFile.FRAME_BYTES);
                    assertThat(FrameReader.read(frame, frame.length, frame.length))
                            .isInstanceOfSatisfying(Sighting.Plain.class, plain -> {
                                assertThat(plain.source()).isEqualTo(IpAddress.v4(Underlay.GUEST_ADDRESS));
                                assertThat(plain.destination().in(IpAddress.v4(Underlay.VXLAN_NETWORK), 112))
                                        .isTrue();
                            });
                    flows.add(ByteBuffer.wrap(Arrays.copyOfRange(frame, 26, 38)));
                }
            }
        }
        assertThat(flows).hasSize(2000);
    }

    @Test
    void shouldKnowTheRightPacketInTheRightTunnel() throws IOException {
        final Path overVxlan = seen(Underlay.VXLAN_NETWORK, frame -> vxlan(hop(frame), Underlay.VNI));
        assertThat(PathCheck.judge("x", Optional.of(Encap.VXLAN), Underlay.VXLAN_NETWORK, overVxlan))
                .isEqualTo(FLOWS);
        final Path overMpls = seen(Underlay.MPLS_NETWORK, frame -> mpls(hop(frame)));
        assertThat(PathCheck.judge("x", Optional.of(Encap.UDP), Underlay.MPLS_NETWORK, overMpls))
                .isEqualTo(FLOWS);
        final Path bridged = seen(Underlay.VXLAN_NETWORK, UnaryOperator.identity());
        assertThat(PathCheck.judge("x", Optional.empty(), Underlay.VXLAN_NETWORK, bridged))
                .isEqualTo(FLOWS);
    }

    @Test
    void shouldRefuseEverythingElse() throws IOException {
        refuses(frame -> vxlan(frame, Underlay.VNI), "TTL 64"); // nobody routed it
        refuses(frame -> vxlan(hop(frame), Underlay.VNI + 1), "id=5002");
        refuses(PathCheckTest::hop, "Plain"); // no tunnel
        refuses(frame -> mpls(hop(frame)), "encap=MPLSoUDP");
        refuses(frame -> Arrays.copyOf(vxlan(hop(frame), Underlay.VNI), 100), "Malformed");
    }

    private void refuses(final UnaryOperator<byte[]> router, final String because) throws IOException {
        final Path file = seen(Underlay.VXLAN_NETWORK, router);
        assertThatThrownBy(() -> PathCheck.judge("some switch", Optional.of(Encap.VXLAN), Underlay.VXLAN_NETWORK, file))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("some switch: a wrong packet came out")
                .hasMessageContaining(because);
    }
}
